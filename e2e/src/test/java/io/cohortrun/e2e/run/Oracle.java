package io.cohortrun.e2e.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.cohortrun.e2e.server.TestPython;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Programs of {@code src/test/oracles}: Python that shares no code with ours. */
public final class Oracle {

  private Oracle() {}

  /** What one prints, line by line; it must end with status 0. */
  public static List<String> lines(String program, String... args)
      throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(
            List.of(
                TestPython.program("python").toString(),
                "-B", // leaves no compiled modules among the sources
                Path.of("src/test/oracles").resolve(program).toAbsolutePath().toString()));
    command.addAll(List.of(args));
    Process python =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    String said = new String(python.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(python.waitFor()).as("%s: %s", program, said).isZero();
    return said.lines().toList();
  }

  /**
   * How many numbers of each quantity one computed again; it ends with another status than 0 where
   * one differs by more than it allows.
   */
  public static Map<String, Integer> compared(String program, Path... args)
      throws IOException, InterruptedException {
    String[] texts = new String[args.length];
    for (int i = 0; i < args.length; i++) {
      texts[i] = args[i].toString();
    }
    return counts(lines(program, texts));
  }

  /** The same of lines that were printed. */
  public static Map<String, Integer> counts(List<String> lines) {
    Map<String, Integer> counts = new TreeMap<>();
    for (String line : lines) {
      String[] cells = line.split("\t", -1);
      counts.put(cells[0], Integer.parseInt(cells[1]));
    }
    return counts;
  }
}
