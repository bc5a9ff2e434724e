package io.cohortrun.workers.synth;

/** What was sequenced; a gene that is not on a patient's panel is unknown in that patient. */
enum Panel {
  EXOME(0),
  PANEL_1(1),
  PANEL_2(2);

  private final int lacks;

  Panel(int lacks) {
    this.lacks = lacks;
  }

  /** Each small panel lacks another fifth of the genes. */
  boolean covers(int gene) {
    return this == EXOME || gene % 5 != lacks;
  }
}
