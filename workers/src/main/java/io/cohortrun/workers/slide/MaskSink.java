package io.cohortrun.workers.slide;

import java.util.List;

/** Collects one profile's tissue mask from the pixels of its level. */
interface MaskSink extends LevelSink {

  /** The window this profile needs. */
  LevelWindow window();

  /** Where blocks may end in x. */
  int[] columnEdges();

  /** Where blocks may end in y. */
  int[] rowEdges();

  /** The finished mask; once, after the scan. */
  TissueMask finish();

  /** What a person should know of the colours seen; after {@link #finish}. */
  List<String> warnings();
}
