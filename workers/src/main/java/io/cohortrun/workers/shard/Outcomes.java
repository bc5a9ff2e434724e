package io.cohortrun.workers.shard;

import io.cohortrun.workers.slide.SlideInspection;
import io.cohortrun.workflows.contract.Outcome;
import io.cohortrun.workflows.contract.ShardInput;
import java.util.stream.Collectors;

/** Outcomes of rows that were inferred, in words. */
final class Outcomes {

  private static final String SET_ASIDE =
      "three machines died while they worked on this slide, or its machines were lost too often; look at the slide, then try it again with 'cohort retry'";

  private static final String SHORT_OF_MEMORY =
      "three machines died while they worked on this slide, or its machines were lost too often; the last that died with it needed more memory than its worker profile allows (OOMKilled): give the profile more, then try it again with 'cohort retry'";

  private Outcomes() {}

  /** Of a committed result; the same however often it is asked. */
  static SlideOutcome of(SlideInspection row, SlideResult result, double seconds, int attempts) {
    if (result.tilesUsed() == 0) {
      return outcome(
          row,
          Outcome.NoTissue,
          "none of the "
              + result.tilesKept()
              + " tissue tiles passed quality control ("
              + reasons(result)
              + "); look at the slide",
          0,
          seconds,
          attempts);
    }
    int unreadable = result.unreadableTiles();
    return unreadable == 0
        ? outcome(row, Outcome.Succeeded, "", result.tilesUsed(), seconds, attempts)
        : outcome(
            row,
            Outcome.Degraded,
            "%d of %d tiles do not decode and are left out; copy the slide again from its source if they matter"
                .formatted(unreadable, result.tilesKept()),
            result.tilesUsed(),
            seconds,
            attempts);
  }

  /** Of a row that ends without a result. */
  static SlideOutcome failed(
      SlideInspection row, Outcome code, String message, double seconds, int attempts) {
    return outcome(row, code, message, 0, seconds, attempts);
  }

  /** Of a row that is not to be inferred again. */
  static SlideOutcome setAside(SlideInspection row, ShardInput shard) {
    String why = shard.shortOfMemory(row.row()) ? SHORT_OF_MEMORY : SET_ASIDE;
    return failed(row, Outcome.Infrastructure, why, 0, shard.tryNumber());
  }

  private static String reasons(SlideResult result) {
    return result.tilesRejected().entrySet().stream()
        .map(e -> e.getValue() + " " + e.getKey())
        .collect(Collectors.joining(", "));
  }

  private static SlideOutcome outcome(
      SlideInspection row, Outcome code, String message, int tiles, double seconds, int attempts) {
    return new SlideOutcome(
        row.row(),
        code,
        message,
        tiles,
        row.mpp(),
        row.mppSource(),
        row.reader(),
        seconds,
        attempts,
        row.slideKey());
  }
}
