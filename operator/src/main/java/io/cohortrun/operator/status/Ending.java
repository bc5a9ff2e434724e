package io.cohortrun.operator.status;

import io.cohortrun.crds.v1alpha1.CohortRunStatus;
import io.cohortrun.crds.v1alpha1.Progress;
import io.cohortrun.crds.v1alpha1.ResultRef;
import io.cohortrun.crds.v1alpha1.SlideCounts;
import io.cohortrun.workflows.contract.CohortResult;
import java.util.Collections;
import java.util.Map;
import java.util.Objects;

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
    SlideCounts slides = new SlideCounts();
    slides.setTotal(result.rows());
    slides.setDone(result.rows());
    slides.setFailed(
        result.ledger().entrySet().stream()
            .filter(e -> e.getKey().isFailure())
            .mapToInt(Map.Entry::getValue)
            .sum());
    slides.setOutcomes(Reasons.outcomes(result.ledger()));
    status.setSlides(slides);
    // Its last tiles may have come after the last word of how far it was.
    Progress progress = Objects.requireNonNullElseGet(status.getProgress(), Progress::new);
    progress.setPercent(100);
    status.setProgress(progress);
    status.setTopReasons(
        Reasons.top(
            result.ledger(),
            Objects.requireNonNullElseGet(result.examples(), Collections::emptySortedMap)));
  }

  /** What has ended has no expected end. */
  static void expectNoMore(CohortRunStatus status) {
    if (status.getProgress() != null) {
      status.getProgress().setEta(null);
    }
  }
}
