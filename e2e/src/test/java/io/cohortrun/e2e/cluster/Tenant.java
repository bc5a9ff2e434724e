package io.cohortrun.e2e.cluster;

import io.cohortrun.crds.v1alpha1.CohortRun;
import io.cohortrun.e2e.run.IdenticalResults;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;

/**
 * A team and its one run.
 *
 * @param output where its results lie, on this machine
 */
record Tenant(Team team, TeamFolder folder, Resource<CohortRun> run, Path output) {

  /** How often its slides were tried, as the ledger has it. */
  List<Integer> attempts() throws IOException {
    return TeamFolder.attempts(attempt());
  }

  /** What it came to. */
  IdenticalResults results() throws IOException, SQLException {
    return IdenticalResults.of(output, attempt(), folder.inPods());
  }

  private Path attempt() {
    return output.resolve("runs").resolve(run.get().getMetadata().getUid()).resolve("1");
  }
}
