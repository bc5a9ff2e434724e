package io.cohortrun.operator.status;

import io.cohortrun.crds.v1alpha1.CohortRunStatus;
import io.cohortrun.crds.v1alpha1.ResultRef;
import io.cohortrun.crds.v1alpha1.SlideCounts;
import io.cohortrun.crds.v1alpha1.TopReason;
import io.cohortrun.workflows.contract.CohortResult;
import io.cohortrun.workflows.contract.Outcome;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What a status keeps of a result. */
final class Ending {

  private static final int REASONS = 5;

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
    slides.setFailed(failures(result).stream().mapToInt(TopReason::getRows).sum());
    slides.setOutcomes(outcomes);
    status.setSlides(slides);
    status.setTopReasons(failures(result).stream().limit(REASONS).toList());
  }

  /** Failures, the most frequent first. */
  private static List<TopReason> failures(CohortResult result) {
    return result.ledger().entrySet().stream()
        .filter(e -> e.getKey().isFailure())
        .sorted(Map.Entry.<Outcome, Integer>comparingByValue(Comparator.reverseOrder()))
        .map(
            e -> {
              TopReason reason = new TopReason();
              reason.setOutcome(e.getKey().name());
              reason.setRows(e.getValue());
              return reason;
            })
        .toList();
  }
}
