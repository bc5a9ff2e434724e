package io.cohortrun.e2e.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** The alert rules, judged by promtool, and the runbook beside them. */
class AlertsIT {

  private static final Path RUNBOOK = Path.of("../docs/runbook.md");

  @Test
  void theRulesAreRules() throws Exception {
    assertThat(promtool("check", "rules", AlertRules.FILE.toString())).contains("SUCCESS");
  }

  @Test
  void eachAlertFiresWhereItShouldAndNotBeside() throws Exception {
    assertThat(promtool("test", "rules", AlertRules.TESTS.toString())).contains("SUCCESS");
    String tests = Files.readString(AlertRules.TESTS);
    for (AlertRules.Alert alert : AlertRules.alerts()) {
      assertThat(tests).contains('"' + alert.name() + '"');
    }
  }

  @Test
  void eachAlertSaysHowGraveItIsAndHasItsSectionInTheRunbook() throws IOException {
    for (AlertRules.Alert alert : AlertRules.alerts()) {
      assertThat(alert.severity()).as(alert.name()).isIn("critical", "warning", "info");
      assertThat(alert.summary()).as(alert.name()).endsWith(".");
      assertThat(alert.runbook())
          .isEqualTo("docs/runbook.md#" + alert.name().toLowerCase(Locale.ROOT));
    }
    List<String> sections =
        Files.readAllLines(RUNBOOK).stream()
            .filter(line -> line.startsWith("## "))
            .map(line -> line.substring(3))
            .toList();
    assertThat(sections)
        .containsExactlyElementsOf(
            AlertRules.alerts().stream().map(AlertRules.Alert::name).toList());
  }

  private static String promtool(String... args) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(Programs.of("promtool").toString()));
    command.addAll(List.of(args));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
    return said;
  }
}
