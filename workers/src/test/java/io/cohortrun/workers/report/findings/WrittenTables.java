package io.cohortrun.workers.report.findings;

import io.cohortrun.workers.store.ObjectStore;
import io.cohortrun.workers.store.RunLayout;
import io.cohortrun.workflows.contract.RunRef;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Set;

/** A run that has nothing but one table. */
final class WrittenTables {

  private WrittenTables() {}

  /** Under {@code analysis/}; of a run whose settings nobody asks for. */
  static RunTables of(ObjectStore store, String name, String table) throws IOException {
    RunLayout layout = new RunLayout(new RunRef("u", 1, store.uri()));
    String key = layout.analysis() + name;
    store.put(key, table.getBytes(StandardCharsets.UTF_8));
    return new RunTables(null, false, store, layout, Set.of(key));
  }
}
