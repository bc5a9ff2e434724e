package io.cohortrun.workers.store;

import io.cohortrun.workers.store.Gc.Garbage;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** What killed processes leave outside of slide folders. */
final class Leftovers {

  private Leftovers() {}

  static List<Garbage> find(ObjectStore store, Instant before) throws IOException {
    List<Garbage> found = new ArrayList<>();
    for (ObjectStore.Item i : store.items("probe/")) {
      if (i.modified().isBefore(before)) {
        found.add(new Garbage(Garbage.Kind.PROBE, i.key(), 1, i.bytes()));
      }
    }
    if (store instanceof FolderStore folder) {
      FolderWalk.temporaries(
          folder.path(),
          "",
          (key, a) -> {
            if (a.lastModifiedTime().toInstant().isBefore(before)) {
              found.add(new Garbage(Garbage.Kind.TEMPORARY, key, 1, a.size()));
            }
          });
    }
    return found;
  }
}
