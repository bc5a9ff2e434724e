package io.cohortrun.workers.clinical;

/** Why something of a table is not, or not as it stands, in an analysis; and what to do. */
public enum Reason {
  NoPatientId("have no patient id and are left out; write the id, or remove the rows"),
  NoClinicalRow(
      "are patients with features but no clinical row; they are in no test; check how their ids are"
          + " written"),
  NoFeatures("are patients without features; they are in no test; were their slides analysed?"),
  RepeatedRow("say again what an earlier row of the patient says; they count once"),
  Contradiction(
      "give a patient another value than an earlier row; the value counts as missing; correct one"
          + " of the rows"),
  NotANumber(
      "hold no number in a column of numbers; they count as missing; correct them, or declare the"
          + " column as something else"),
  NotFinite("hold an infinity; it counts as missing; find out the value"),
  UnknownLevel("hold a word that is no level of the column; they count as missing"),
  NegativeTime("end before they begin (time below 0); they have no follow-up; check the dates"),
  EntryUnknown(
      "have follow-up but no entry, which the endpoint has; they have no follow-up; write when they"
          + " entered"),
  EntryNotBeforeEnd("enter when they end or later; they have no follow-up; check the dates"),
  TimeWithoutEvent("have a time but no event, or the reverse; they have no follow-up"),
  ZeroTime("have a follow-up of 0; they are kept, at risk at time 0 only"),
  UndefinedPanel(
      "name a gene panel that the study does not define; their genes without a variant are unknown;"
          + " put its data_gene_panel_*.txt into the folder"),
  RareGene(
      "are each the first of a gene that too few patients have a non-silent variant of for an arm of a test;"
          + " these genes are no columns and in no test"),
  UnknownCode("hold a code that OncoTree does not have; they have no type; correct the code"),
  OldCode("hold a code of an older OncoTree; its successor is used"),
  AmbiguousCode(
      "hold a code of an older OncoTree that was split; they have no type; choose one of its"
          + " successors");

  private final String meaning;

  Reason(String meaning) {
    this.meaning = meaning;
  }

  /** What the rows are or do, and what to do about it. */
  public String meaning() {
    return meaning;
  }
}
