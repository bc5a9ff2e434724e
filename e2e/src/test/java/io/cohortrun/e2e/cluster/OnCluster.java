package io.cohortrun.e2e.cluster;

import io.cohortrun.e2e.run.CohortFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Runs of a laptop, made fit for a cluster. */
final class OnCluster {

  private OnCluster() {}

  /** The same run; on a cluster nothing is relative to somebody's file. */
  static CohortFolder place(CohortFolder folder) throws IOException {
    return place(folder, folder.name());
  }

  /** The same under another name. */
  static CohortFolder place(CohortFolder folder, String name) throws IOException {
    Path yaml = folder.path().resolve(folder.name() + ".yaml");
    String here = folder.path().toUri().toString();
    Files.writeString(
        folder.path().resolve(name + ".yaml"),
        Files.readString(yaml)
            .replace("{name: " + folder.name() + "}", "{name: " + name + "}")
            .replace(
                "{uri: " + folder.name() + ".csv}", "{uri: '" + here + folder.name() + ".csv'}")
            .replace("{uri: out}", "{uri: '" + here + "out'}"));
    return folder;
  }
}
