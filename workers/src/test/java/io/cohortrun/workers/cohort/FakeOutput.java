package io.cohortrun.workers.cohort;

import io.cohortrun.workers.store.ObjectStore;

/** An output that is sound, with so many bytes left. */
record FakeOutput(long left) implements OutputChecks {

  static final FakeOutput ROOMY = new FakeOutput(1L << 40);

  @Override
  public void requireAtomic(ObjectStore store) {}

  @Override
  public long bytesLeft(ObjectStore store) {
    return left;
  }
}
