package io.cohortrun.cli.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.cohortrun.cli.ExitCode;
import io.cohortrun.cli.local.LocalResult;
import io.cohortrun.workers.canonical.Json;
import io.cohortrun.workflows.contract.CohortResult;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** How a run's end is told on stdout. */
final class Answer {

  private Answer() {}

  /**
   * Prints the ledger's totals and where the report is, or one line of JSON; gives the exit status.
   */
  static int print(LocalResult local, boolean json) {
    System.out.println(json ? json(local) : text(local));
    return ExitCode.of(local.result().state());
  }

  private static String text(LocalResult local) {
    String totals =
        local.result().ledger().entrySet().stream()
            .map(e -> e.getValue() + " " + e.getKey())
            .collect(Collectors.joining(", "));
    String head = "%s: %d rows".formatted(local.result().state(), local.result().rows());
    return local.result().state() == CohortResult.State.Preflighted
        ? "%s%s%nforecast: %s%noutput: %s"
            .formatted(
                head,
                totals.isEmpty() ? "" : ", of which not to infer: " + totals,
                local.forecast(),
                local.output())
        : String.format(
            Locale.ROOT,
            "%s: %s%n%d tiles inferred in this call, %.1f s%noutput: %s%nreport: %s",
            head,
            totals,
            local.tiles(),
            local.seconds(),
            local.output(),
            local.report());
  }

  private static String json(LocalResult local) {
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("state", local.result().state());
    answer.put("runId", local.runId());
    answer.put("output", local.output());
    answer.put("ledger", local.result().ledger());
    answer.put("validation", local.result().validation());
    answer.put("seconds", local.seconds());
    answer.put("inferSeconds", local.inferSeconds());
    answer.put("tiles", local.tiles());
    answer.put("tilesRepeated", local.tilesRepeated());
    answer.put("report", local.report());
    try {
      return Json.MAPPER.writeValueAsString(answer);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e); // plain maps and records always serialise
    }
  }
}
