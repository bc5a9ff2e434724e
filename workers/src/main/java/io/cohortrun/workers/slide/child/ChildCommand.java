package io.cohortrun.workers.slide.child;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * How a child is started: this Java, this class path, a small heap, and of the environment only
 * what finds libraries, so that no store's credentials reach a decoder.
 *
 * @param properties of the child, {@code -D} each
 */
record ChildCommand(Map<String, String> properties) {

  private static final String HEAP = "-Xmx384m";
  private static final Set<String> ENVIRONMENT =
      Set.of(
          "PATH",
          "HOME",
          "LANG",
          "LC_ALL",
          "LC_CTYPE",
          "TMPDIR",
          "LD_LIBRARY_PATH",
          "VIRTUAL_ENV",
          "CONDA_PREFIX",
          "COHORT_HOME",
          "COHORTRUN_OPENSLIDE");

  /** The process for a ring and limits, not yet started. */
  ProcessBuilder builder(Path ring, DecodeLimits limits) {
    List<String> line = new ArrayList<>();
    line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    line.add(HEAP);
    line.add("-Xss512k");
    line.add("-XX:+UseSerialGC");
    line.add("-XX:TieredStopAtLevel=1"); // decoding is native: C2 costs more than it gives
    line.add("-XX:-UsePerfData");
    line.add("-XX:+ExitOnOutOfMemoryError");
    line.add("-XX:+ErrorFileToStderr");
    line.add("-XX:-CreateCoredumpOnCrash");
    line.add("-Djava.awt.headless=true");
    line.add("--enable-native-access=ALL-UNNAMED");
    properties.forEach((name, value) -> line.add("-D" + name + "=" + value));
    line.add("-cp");
    line.add(System.getProperty("java.class.path"));
    line.add(DecodeChild.class.getName());
    line.add(ring.toString());
    line.add(String.valueOf(limits.ringBytes()));
    line.add(String.valueOf(limits.memoryBytes()));
    line.add(String.valueOf(limits.threads()));
    ProcessBuilder builder = new ProcessBuilder(line);
    builder.environment().keySet().retainAll(ENVIRONMENT);
    return builder;
  }
}
