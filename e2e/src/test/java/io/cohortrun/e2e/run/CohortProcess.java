package io.cohortrun.e2e.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cohortrun.workflows.series.Series;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * {@code cohort ...} as a process of its own, on the class path of the tests: the same classes as
 * the launcher starts, and killable.
 *
 * @param exit status; 137 where it was killed
 * @param stdout the answer
 * @param stderr progress and sentences
 */
public record CohortProcess(int exit, String stdout, String stderr) {

  private static final Path LAUNCHER = Path.of("../cli/src/main/launcher");
  private static final Duration LIMIT = Duration.ofMinutes(20);

  /**
   * A short run spends two fifths of its processor time on the second compiler, for nothing; the
   * series that are run whole have the options as shipped.
   */
  private static final List<String> SHORT =
      Series.FULL ? List.of() : List.of("-XX:TieredStopAtLevel=1");

  /** Runs to the end. */
  public static CohortProcess run(Path folder, Map<String, String> env, String... args)
      throws IOException, InterruptedException {
    return end(start(folder, env, args));
  }

  /** The same with all options as shipped: for what computes for minutes. */
  public static CohortProcess runLong(Path folder, String... args)
      throws IOException, InterruptedException {
    return end(start(folder, Map.of(), List.of(), List.of(), args));
  }

  private static CohortProcess end(Running running) throws InterruptedException {
    if (!running.process().waitFor(LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
      running.process().destroyForcibly().waitFor();
      throw new IllegalStateException("it took over " + LIMIT + ":\n" + running.stderr());
    }
    return running.ended();
  }

  /**
   * Runs to the end inside a shell script, in a mount namespace of its own where it may mount.
   *
   * @param script in which {@code "$@"} is the command
   */
  public static CohortProcess runInside(Path folder, String script, String... args)
      throws IOException, InterruptedException {
    return end(start(folder, Map.of(), MountNamespace.shell(script), SHORT, args));
  }

  /** Starts and returns at once. */
  public static Running start(Path folder, Map<String, String> env, String... args)
      throws IOException {
    return start(folder, env, List.of(), SHORT, args);
  }

  private static Running start(
      Path folder,
      Map<String, String> env,
      List<String> shell,
      List<String> options,
      String... args)
      throws IOException {
    Files.createDirectories(folder);
    Path stdout = Files.createTempFile(folder, "stdout", ".txt");
    Path stderr = Files.createTempFile(folder, "stderr", ".txt");
    List<String> command = new ArrayList<>(shell);
    command.add(ProcessHandle.current().info().command().orElseThrow());
    command.addAll(options);
    command.addAll(
        List.of(
            "@" + LAUNCHER.resolve("jvm.options").toAbsolutePath(),
            "-cp",
            System.getProperty("java.class.path"),
            "io.cohortrun.cli.Cohort"));
    command.addAll(List.of(args));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectOutput(stdout.toFile())
            .redirectError(stderr.toFile());
    builder
        .environment()
        .put("GLIBC_TUNABLES", Files.readString(LAUNCHER.resolve("glibc.tunables")));
    builder.environment().putAll(env);
    return new Running(builder.start(), stdout, stderr);
  }

  /** The line that {@code --json} prints. */
  public JsonNode json() {
    try {
      return new ObjectMapper().readTree(stdout.lines().reduce((a, b) -> b).orElse(""));
    } catch (IOException e) {
      throw new IllegalStateException("no JSON on stdout:\n" + stdout + "\n" + stderr, e);
    }
  }

  /** A process under way. */
  public record Running(Process process, Path out, Path err) {

    /** What it has said so far. */
    public String stderr() {
      return read(err);
    }

    /** Kills it as {@code kill -9} does, waits, and gives what it said. */
    public CohortProcess kill() throws InterruptedException {
      process.destroyForcibly().waitFor();
      return ended();
    }

    CohortProcess ended() {
      return new CohortProcess(process.exitValue(), read(out), read(err));
    }

    private static String read(Path file) {
      try {
        return Files.readString(file);
      } catch (IOException e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
