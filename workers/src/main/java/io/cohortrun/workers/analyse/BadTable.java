package io.cohortrun.workers.analyse;

/** A table that does not hold what an analysis was told to find in it; the sentence says where. */
public final class BadTable extends Exception {

  private static final long serialVersionUID = 1L;

  BadTable(String sentence) {
    super(sentence);
  }
}
