package io.cohortrun.cli.cluster;

import io.cohortrun.crds.v1alpha1.CohortRun;
import io.cohortrun.crds.v1alpha1.CohortRunStatus;
import io.cohortrun.crds.v1alpha1.Condition;
import io.cohortrun.crds.v1alpha1.ConditionType;
import io.cohortrun.crds.v1alpha1.GpuSeconds;
import io.cohortrun.crds.v1alpha1.TopReason;
import io.cohortrun.workers.store.RunLayout;
import io.cohortrun.workflows.contract.RunRef;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;

/** Pure: a run in a few lines for a terminal. */
final class Summary {

  /** What a person looks for, and when: type and value. */
  private static final Set<String> MATTER =
      Set.of(
          ConditionType.ACCEPTED + "=False",
          ConditionType.SUSPENDED + "=True",
          ConditionType.RUNNING + "=Unknown",
          ConditionType.STALLED + "=True",
          ConditionType.DEVICES_HEALTHY + "=False",
          ConditionType.AWAITING_SIGN_OFF + "=True",
          ConditionType.VALIDATED + "=False",
          ConditionType.COMPLETE + "=True",
          ConditionType.FAILED + "=True");

  private Summary() {}

  /** State and counts, why nothing moves, the conditions that matter, and the result. */
  static String status(CohortRun run) {
    CohortRunStatus status = Objects.requireNonNullElseGet(run.getStatus(), CohortRunStatus::new);
    List<String> lines = new ArrayList<>();
    lines.add(glance(run.getMetadata().getName(), status));
    String pending = Objects.requireNonNullElse(status.getPendingReason(), "");
    if (!pending.isEmpty()) {
      lines.add("waits: " + pending);
    }
    for (Condition c : Objects.requireNonNullElse(status.getConditions(), List.<Condition>of())) {
      String is = c.getType() + "=" + c.getStatus();
      if (MATTER.contains(is)) {
        String message = Objects.requireNonNullElse(c.getMessage(), "");
        lines.add(
            "%s (%s)%s"
                .formatted(
                    is,
                    told(c.getReason()),
                    message.isEmpty() || message.equals(pending) ? "" : ": " + message));
      }
    }
    if (status.getGpuSeconds() != null) {
      lines.add(hours(status.getGpuSeconds()));
    }
    if (status.getResult() != null) {
      lines.add("result: " + told(status.getResult().getUri()));
    }
    return String.join(System.lineSeparator(), lines);
  }

  /** An operator of an earlier release may not have said it. */
  private static String told(Object value) {
    return Objects.toString(value, "?");
  }

  private static String hours(GpuSeconds seconds) {
    return String.format(
        Locale.ROOT,
        "GPUs held for %.2f h; devices useful for %.2f h, wasted %.2f h",
        hours(seconds.getHeld()),
        hours(seconds.getUseful()),
        hours(seconds.getWasted()));
  }

  private static double hours(Double seconds) {
    return seconds == null ? 0 : seconds / 3600;
  }

  private static String glance(String name, CohortRunStatus status) {
    List<String> words = new ArrayList<>();
    words.add("%s: %s".formatted(name, status.getState() == null ? "new" : status.getState()));
    if (status.getPhase() != null) {
      words.add("phase " + status.getPhase());
    }
    if (status.getSlides() != null) {
      words.add(
          "%s of %s slides, %s failed"
              .formatted(
                  told(status.getSlides().getDone()),
                  told(status.getSlides().getTotal()),
                  told(status.getSlides().getFailed())));
    }
    boolean ended = status.getState() != null && status.getState().isTerminal();
    if (!ended && status.getProgress() != null && status.getProgress().getEta() != null) {
      words.add("end expected " + status.getProgress().getEta());
    }
    if (status.getAttempt() != null) {
      words.add("attempt " + status.getAttempt());
    }
    return String.join(", ", words);
  }

  private static String none(CohortRunStatus status) {
    if (status.getTopReasons() == null) {
      return "no slide is known to have ended";
    }
    boolean ended = status.getState() != null && status.getState().isTerminal();
    return ended ? "no slide failed" : "no slide has failed so far";
  }

  /** Failures by reason, the most frequent first, and where every row has its own sentence. */
  static String failures(CohortRun run) {
    CohortRunStatus status = Objects.requireNonNullElseGet(run.getStatus(), CohortRunStatus::new);
    List<String> lines = new ArrayList<>();
    for (TopReason reason :
        Objects.requireNonNullElse(status.getTopReasons(), List.<TopReason>of())) {
      lines.add(
          "%s %s%s"
              .formatted(
                  told(reason.getRows()),
                  told(reason.getOutcome()),
                  reason.getExampleRow() == null
                      ? ""
                      : ", for example row " + reason.getExampleRow()));
    }
    if (lines.isEmpty()) {
      lines.add(none(status));
    }
    if (status.getAttempt() != null) {
      String output = run.getSpec().getOutput().getUri();
      RunRef ref = new RunRef(run.getMetadata().getUid(), status.getAttempt(), output);
      lines.add("ledger: %s/%s".formatted(output, new RunLayout(ref).ledger()));
    }
    return String.join(System.lineSeparator(), lines);
  }
}
