package io.cohortrun.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class CohortHelpTest {

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private final CommandLine line =
      Cohort.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err));

  @ParameterizedTest
  @ValueSource(
      strings = {
        "run",
        "preflight",
        "plan",
        "explain",
        "retry",
        "gc",
        "setup",
        "model",
        "model list",
        "model import",
        "model show",
        "model verify",
        "synth",
        "analyse",
        "analyse associations",
        "analyse compare",
        "analyse planted",
        "analyse survival",
        "cluster",
        "cluster status",
        "cluster failures",
        "cluster download",
        "cluster retry",
        "cluster approve",
        "cluster reject"
      })
  void everyCommandSaysOnStdoutHowItIsUsed(String command) {
    assertThat(line.execute((command + " --help").split(" ", -1))).isZero();
    assertThat(out.toString()).startsWith("Usage: cohort " + command).contains("--help");
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void theHelpOfVerifyNamesEveryPrecisionThatARunMayAskFor() {
    line.execute("model", "verify", "--help");
    assertThat(out.toString()).contains("fp32", "bf16", "fp16");
  }

  @Test
  void anUnknownOptionIsBadInputAndLeavesStdoutEmpty() {
    assertThat(line.execute("run", "-f", "x.yaml", "--fiel")).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(out.toString()).isEmpty();
    assertThat(err.toString()).contains("--fiel").contains("--file");
  }

  @Test
  void onlyFailuresAreTriedAgain() {
    assertThat(line.execute("retry", "-f", "x.yaml", "--code", "NoTissue"))
        .isEqualTo(ExitCode.BAD_INPUT);
    assertThat(err.toString()).contains("NoTissue is no failure");
    assertThat(line.execute("cluster", "retry", "gi", "--code", "NotFound,NoTissue"))
        .isEqualTo(ExitCode.BAD_INPUT);
    assertThat(err.toString()).contains("--code", "NoTissue");
  }

  @Test
  void gcOfAFolderThatIsNotThereIsBadInput() {
    assertThat(line.execute("gc", "no/such/folder")).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(err.toString()).contains("no such folder");
  }
}
