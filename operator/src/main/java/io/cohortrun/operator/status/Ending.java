package io.cohortrun.operator.status;

import io.cohortrun.crds.v1alpha1.CohortRunStatus;
import io.cohortrun.crds.v1alpha1.Progress;
import io.cohortrun.crds.v1alpha1.ResultRef;
import io.cohortrun.crds.v1alpha1.SlideCounts;
import io.cohortrun.crds.v1alpha1.TopReason;
import io.cohortrun.workflows.contract.CohortResult;
import io.cohortrun.workflows.contract.Outcome;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** What a status keeps of a result. */
final class Ending {

  private Ending() {}

  /**
   * Writes counts, reasons and the place of the result.
   *
   * @param folder absolute URI of the attempt's folder
   */
  static void record(CohortRunStatus status, CohortResult result, String folder) {
    ResultRef ref = new ResultRef();
    ref.setUri(folder);
    ref.setDigest(result.digest());
    status.setResult(ref);
    status.setPhase("Done");
    if (result.state() == CohortResult.State.Preflighted) {
      return;
    }
    Map<String, Integer> outcomes = new TreeMap<>();
    result.ledger().forEach((outcome, rows) -> outcomes.put(outcome.name(), rows));
    SlideCounts slides = new SlideCounts();
    slides.setTotal(result.rows());
    slides.setDone(result.rows());
    slides.setFailed(
        result.ledger().entrySet().stream()
            .filter(e -> e.getKey().isFailure())
            .mapToInt(Map.Entry::getValue)
            .sum());
    slides.setOutcomes(outcomes);
    status.setSlides(slides);
    // Its last tiles may have come after the last word of how far it was.
    Progress progress = Objects.requireNonNullElseGet(status.getProgress(), Progress::new);
    progress.setPercent(100);
    status.setProgress(progress);
    status.setTopReasons(
        CohortResult.mostFrequent(result.ledger()).stream().map(o -> reason(o, result)).toList());
  }

  /** What has ended has no expected end. */
  static void expectNoMore(CohortRunStatus status) {
    if (status.getProgress() != null) {
      status.getProgress().setEta(null);
    }
  }

  private static TopReason reason(Outcome outcome, CohortResult result) {
    TopReason reason = new TopReason();
    reason.setOutcome(outcome.name());
    reason.setRows(result.ledger().get(outcome));
    reason.setExampleRow(result.examples() == null ? null : result.examples().get(outcome));
    return reason;
  }
}
