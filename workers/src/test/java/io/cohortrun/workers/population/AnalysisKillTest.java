package io.cohortrun.workers.population;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/**
 * Killed by SIGKILL again and again, each time in the part after that of the kill before, and once
 * between two tables: the files are those of an undisturbed analysis.
 */
class AnalysisKillTest extends AnalysedCohort {

  private static final int KILLS = 10;
  private static final int KILLED = 128 + 9;

  @Test
  void tenKillsChangeNoByteAndEachRepeatsAtMostOnePart() throws Exception {
    write(AnalysisProcess.settings(clinical));
    Map<String, byte[]> undisturbed = analysis();
    List<String> parts = store.list(layout.strata());
    // A kill lands in the part that was just begun, or before the next one is.
    assertThat(parts).hasSizeGreaterThanOrEqualTo(2 * KILLS - 2);
    store.deleteAll(layout.analysis());

    Set<String> begun = new HashSet<>();
    for (int kill = 1; kill < KILLS; kill++) {
      List<String> begins = killed(line -> isPart(line) && !begun.contains(line));
      assertThat(begins.stream().filter(begun::contains)).as("kill %d", kill).hasSizeLessThan(2);
      begun.addAll(begins);
    }
    killed(line -> line.endsWith("analysis/survival.csv"));
    assertThat(store.list(layout.strata())).isEqualTo(parts);
    assertThat(store.list(layout.analysis())).hasSizeLessThan(undisturbed.size());

    try (Running last = Running.start(folder)) {
      for (String line = last.line(); line != null; line = last.line()) {
        assertThat(isPart(line)).as(line).isFalse();
        last.goOn();
      }
      assertThat(last.process.waitFor()).isZero();
    }
    Map<String, byte[]> afterwards = analysis();
    assertThat(afterwards.keySet()).isEqualTo(undisturbed.keySet());
    afterwards.forEach((key, bytes) -> assertThat(bytes).as(key).isEqualTo(undisturbed.get(key)));
  }

  private static boolean isPart(String line) {
    return line.startsWith(AnalysisProcess.BEGINS);
  }

  /** Runs until it has said such a line, kills it, and gives the parts that it began. */
  private List<String> killed(Predicate<String> at) throws Exception {
    List<String> parts = new ArrayList<>();
    try (Running running = Running.start(folder)) {
      for (String line = running.line(); line != null; line = running.line()) {
        if (isPart(line)) {
          parts.add(line);
        }
        running.goOn();
        if (at.test(line)) {
          running
              .process
              .toHandle()
              .destroyForcibly(); // the process itself would close its streams
        }
      }
      assertThat(running.process.waitFor()).isEqualTo(KILLED);
    }
    return parts;
  }

  private record Running(Process process, BufferedReader out, OutputStream in)
      implements AutoCloseable {

    static Running start(Path folder) throws IOException {
      Process process =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-Xmx512m",
                  "-XX:TieredStopAtLevel=1",
                  "--enable-native-access=ALL-UNNAMED",
                  "-cp",
                  System.getProperty(
                      "surefire.test.class.path", System.getProperty("java.class.path")),
                  AnalysisProcess.class.getName(),
                  folder.toString())
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      return new Running(process, process.inputReader(UTF_8), process.getOutputStream());
    }

    String line() throws IOException {
      return out.readLine();
    }

    void goOn() {
      try {
        in.write('\n');
        in.flush();
      } catch (IOException e) {
        // It was killed: what it had said before is still to be read.
      }
    }

    @Override
    public void close() {
      process.destroyForcibly();
    }
  }
}
