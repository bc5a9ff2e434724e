package io.cohortrun.workers.synth;

import java.util.List;

/** What channels have in common; three of these make most of their correlation. */
enum Factor {
  IMMUNE,
  PROLIFERATION,
  STROMA;

  /** Position among them. */
  int index() {
    return List.of(values()).indexOf(this);
  }
}
