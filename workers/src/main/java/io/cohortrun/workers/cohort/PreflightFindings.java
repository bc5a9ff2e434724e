package io.cohortrun.workers.cohort;

import io.cohortrun.workers.canonical.Json;
import io.cohortrun.workers.shard.SlideOutcome;
import io.cohortrun.workers.store.ObjectStore;
import io.cohortrun.workflows.contract.Outcome;
import io.cohortrun.workflows.contract.RunRef;
import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a preflight that stopped before inference has found.
 *
 * @param ended rows that will not be inferred, by outcome
 * @param forecast a sentence on tiles, bytes and time, and what to do where they do not fit
 */
public record PreflightFindings(SortedMap<Outcome, Integer> ended, String forecast) {

  /** Reads them from the attempt's files. */
  public static PreflightFindings read(ObjectStore store, RunRef run) throws IOException {
    RunFiles files = new RunFiles(store, run);
    SortedMap<Outcome, Integer> ended = new TreeMap<>();
    for (SlideOutcome outcome : files.outcomes().values()) {
      ended.merge(outcome.outcome(), 1, Integer::sum);
    }
    StoredForecast stored =
        Json.MAPPER.readValue(files.require(files.layout().forecast()), StoredForecast.class);
    return new PreflightFindings(ended, sentence(stored));
  }

  private static String sentence(StoredForecast stored) {
    Forecaster.Figures figures = stored.figures();
    Duration work = Duration.ofSeconds(Math.round(figures.workerSeconds()));
    return String.format(
        Locale.ROOT,
        "%d tiles in %d slides, at most %s of output, %d:%02d:%02d of work at %.1f tiles/s%s",
        figures.tiles(),
        figures.slides(),
        StoredForecast.size(figures.outputBytes()),
        work.toHours(),
        work.toMinutesPart(),
        work.toSecondsPart(),
        figures.tilesPerSecond(),
        stored.fits() ? "" : "; " + stored.sentence());
  }
}
