package io.cohortrun.e2e.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The image of all parts, by the script that releases are built with. */
final class WorkerImage {

  static final String REPOSITORY = "cohortrun";
  static final String TAG = "test";

  private static final Path SCRIPT = Path.of("../cli/src/main/image/build").toAbsolutePath();

  private WorkerImage() {}

  /**
   * Builds it of the program as this build made it.
   *
   * @return an archive to load
   */
  static Path build() throws IOException, InterruptedException {
    Path archive = Path.of("target", "cohortrun.tar").toAbsolutePath();
    Path log = Path.of("target", "image.log").toAbsolutePath();
    ProcessBuilder builder =
        new ProcessBuilder(SCRIPT.toString(), "cpu", archive.toString())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder.environment().put("IMAGE", REPOSITORY + ":" + TAG);
    builder.environment().put("COMPILED", "yes");
    builder
        .environment()
        .put("WORK", Path.of(System.getProperty("user.home"), ".cache/cohortrun-image").toString());
    if (builder.start().waitFor() != 0) {
      throw new IllegalStateException("no image: " + Files.readString(log));
    }
    return archive;
  }
}
