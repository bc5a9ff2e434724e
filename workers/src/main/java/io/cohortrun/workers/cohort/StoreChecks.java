package io.cohortrun.workers.cohort;

import io.cohortrun.workers.store.ObjectStore;
import io.cohortrun.workers.store.SpaceLeft;
import io.cohortrun.workers.store.StoreProbe;
import java.io.IOException;

/** The output store as it really is. */
public final class StoreChecks implements OutputChecks {

  @Override
  public void requireAtomic(ObjectStore store) throws IOException {
    StoreProbe.check(store);
  }

  @Override
  public long bytesLeft(ObjectStore store) throws IOException {
    return SpaceLeft.of(store).orElse(-1);
  }
}
