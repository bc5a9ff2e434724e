package io.cohortrun.operator.app;

import java.util.List;

/**
 * The label {@code run_namespace} of what is told of runs: a closed set, so that every series
 * exists from the start. An operator that watches every namespace has no such set, and leaves the
 * label empty.
 *
 * @param watched empty for all
 */
record RunNamespaces(List<String> watched) {

  static final String LABEL = "run_namespace";

  private static final String EVERY = "";

  /** Values of the label. */
  List<String> all() {
    return watched.isEmpty() ? List.of(EVERY) : watched;
  }

  /** Under which a run of that namespace is told. */
  String of(String namespace) {
    return watched.isEmpty() ? EVERY : namespace;
  }
}
