package io.cohortrun.workers.cohort;

import io.cohortrun.workers.manifest.Manifests;
import io.cohortrun.workers.store.ObjectStore;
import io.cohortrun.workers.store.SlideStager;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;

/** Output stores that this worker has open, each with the staging that remembers digests in it. */
final class Places implements AutoCloseable {

  record Place(ObjectStore store, SlideStager stage) {}

  private final Manifests.StoreOpener stores;
  private final Function<ObjectStore, SlideStager> staging;
  private final Map<String, Place> open = new HashMap<>();

  Places(Manifests.StoreOpener stores, Function<ObjectStore, SlideStager> staging) {
    this.stores = stores;
    this.staging = staging;
  }

  /** The place of an output URI, opened on first use. */
  synchronized Place at(String output) throws IOException {
    Place place = open.get(output);
    if (place == null) {
      ObjectStore store = stores.open(output);
      place = new Place(store, staging.apply(store));
      open.put(output, place);
    }
    return place;
  }

  @Override
  public synchronized void close() {
    open.values().forEach(place -> place.store().close());
    open.clear();
  }
}
