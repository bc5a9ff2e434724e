package io.cohortrun.operator.status;

import io.cohortrun.crds.v1alpha1.Progress;
import io.cohortrun.workflows.contract.RunProgress;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Rate and expected end of a run, from one look to the next. The rate is an exponential mean over
 * ten minutes, and lives in the status: it survives a restart of the operator.
 */
final class Pace {

  private static final double SECONDS = 600;

  private Pace() {}

  /**
   * Progress as it is now.
   *
   * @param before what the status says; null at the start of an attempt
   * @param slidesBefore slides that were done then
   * @param phaseBefore what the run was doing then, or null
   */
  static Progress next(
      Progress before, int slidesBefore, String phaseBefore, RunProgress at, Instant now) {
    Progress next = new Progress();
    next.setTiles(at.tiles());
    next.setTilesTotal(at.tilesTotal());
    next.setPercent(percent(at));
    next.setTime(now.toString());
    boolean first = before == null || before.getTime() == null;
    long tilesBefore = first || before.getTiles() == null ? at.tiles() : before.getTiles();
    boolean moved =
        first
            || before.getLastProgressTime() == null
            || !at.phase().equals(phaseBefore)
            || at.tiles() != tilesBefore
            || at.slides() != slidesBefore;
    next.setLastProgressTime(moved ? now.toString() : before.getLastProgressTime());
    if (first) {
      return next;
    }
    double seconds = Duration.between(Instant.parse(before.getTime()), now).toMillis() / 1e3;
    next.setSlidesPerHour(mean(before.getSlidesPerHour(), at.slides() - slidesBefore, seconds));
    next.setTilesPerHour(mean(before.getTilesPerHour(), at.tiles() - tilesBefore, seconds));
    next.setEta(eta(at, next, now).map(Instant::toString).orElse(null));
    return next;
  }

  /** By tiles where they are known: slides differ in size by a factor of thousands. */
  private static int percent(RunProgress at) {
    long total = at.tilesTotal() > 0 ? at.tilesTotal() : at.slidesTotal();
    long done = at.tilesTotal() > 0 ? at.tiles() : at.slides();
    return total == 0 ? 0 : (int) Math.min(100, 100 * done / total);
  }

  private static Double mean(Double before, long done, double seconds) {
    if (seconds <= 0) {
      return before;
    }
    double here = 3600 * Math.max(0, done) / seconds;
    double weight = before == null ? 1 : 1 - Math.exp(-seconds / SECONDS);
    return (before == null ? 0 : before * (1 - weight)) + here * weight;
  }

  private static Optional<Instant> eta(RunProgress at, Progress next, Instant now) {
    boolean tiles = at.tilesTotal() > 0;
    Double rate = tiles ? next.getTilesPerHour() : next.getSlidesPerHour();
    long left = tiles ? at.tilesTotal() - at.tiles() : at.slidesTotal() - at.slides();
    if (at.paused() || rate == null || rate <= 0 || left < 0) {
      return Optional.empty();
    }
    double hours = left / rate;
    return hours > 24 * 3650
        ? Optional.empty()
        : Optional.of(now.plusMillis((long) (hours * 3.6e6)));
  }
}
