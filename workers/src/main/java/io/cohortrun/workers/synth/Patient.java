package io.cohortrun.workers.synth;

import java.util.Set;

/**
 * A patient as drawn, the truth included.
 *
 * @param id pseudonym
 * @param images what the slides show
 * @param history what is written of the patient elsewhere
 */
record Patient(String id, TumourType type, String code, int site, Images images, History history) {

  /**
   * What slides show.
   *
   * @param density [channels] share of positive cells
   * @param gathered [channels] share of the positive cells that lie in rich niches
   * @param look what a stainer or scanner does to colours; sites may be told by it
   * @param slides none: the patient is known from tables only
   * @param lost the copy of the first slide was interrupted
   */
  record Images(double[] density, double[] gathered, double look, int slides, boolean lost) {}

  /**
   * What tables say; may be given to another patient, for a cohort without effects.
   *
   * @param stage 1 to 4
   * @param months of follow-up
   * @param burden mutations per megabase
   * @param mutated genes
   * @param neoadjuvant treated before surgery, as the site's custom is
   * @param kept whether the patient is in the tables
   */
  record History(
      int age,
      boolean female,
      int stage,
      boolean stageKnown,
      double months,
      boolean dead,
      double burden,
      boolean unstable,
      Panel panel,
      Set<String> mutated,
      boolean neoadjuvant,
      boolean kept) {}

  /** As if treated at another site, by its custom. */
  Patient at(int other) {
    boolean first = other >= PatientDraw.SITES / 2;
    History r = history;
    return new Patient(
        id,
        type,
        code,
        other,
        images,
        new History(
            r.age,
            r.female,
            r.stage,
            r.stageKnown,
            r.months,
            r.dead,
            r.burden,
            r.unstable,
            r.panel,
            r.mutated,
            first,
            r.kept));
  }

  Patient with(History other) {
    return new Patient(id, type, code, site, images, other);
  }
}
