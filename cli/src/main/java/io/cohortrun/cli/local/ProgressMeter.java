package io.cohortrun.cli.local;

import io.cohortrun.workflows.contract.RunProgress;
import java.time.Duration;

/**
 * Joins what the workflow tells, which is true of all rows but behind by a partition, with what
 * this process has counted, which is up to date but knows nothing of rows that ended before it.
 */
final class ProgressMeter {

  private String phase = "";
  private Duration phaseBegan = Duration.ZERO;
  private long before;
  private long shown;

  /**
   * The sample to show.
   *
   * @param told by the workflow's memo, or null before it tells anything
   * @param inspected rows that this process has looked at
   * @param slides that this process's shards have recorded
   * @param tiles that this process has inferred
   * @param elapsed since this process began
   */
  ProgressSample sample(
      RunProgress told, long inspected, long slides, long tiles, Duration elapsed) {
    if (told == null) {
      return new ProgressSample("Freeze", 0, 0, 0, 0, 0, elapsed);
    }
    boolean preflight = told.phase().equals("Preflight");
    boolean infer = told.phase().equals("Infer");
    long counted = preflight ? inspected : infer ? slides : 0;
    if (!told.phase().equals(phase)) {
      phase = told.phase();
      phaseBegan = elapsed;
      before = preflight ? 0 : told.slides();
      shown = before;
    }
    long done = before + counted;
    long known = preflight ? done : Math.max(done, told.slides());
    shown = Math.max(shown, Math.min(known, told.slidesTotal()));
    return new ProgressSample(
        phase,
        shown,
        told.slidesTotal(),
        before,
        infer ? tiles : 0,
        infer ? told.tilesTotal() : 0,
        elapsed.minus(phaseBegan));
  }
}
