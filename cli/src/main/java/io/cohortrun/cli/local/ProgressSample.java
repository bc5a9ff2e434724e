package io.cohortrun.cli.local;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/**
 * Progress at one moment.
 *
 * @param phase of the run ({@code Preflight}, {@code Infer}, ...)
 * @param slides slides with an outcome
 * @param slidesTotal rows of the manifest, 0 while unknown
 * @param tiles tiles inferred by this process
 * @param tilesTotal tiles planned, 0 while unknown
 * @param elapsed since this process began to work
 */
public record ProgressSample(
    String phase, long slides, long slidesTotal, long tiles, long tilesTotal, Duration elapsed) {

  /** Share of the work done, 0..1: the better known of tiles and slides. */
  public double fraction() {
    double bySlides = slidesTotal == 0 ? 0 : (double) slides / slidesTotal;
    double byTiles = tilesTotal == 0 ? 0 : (double) tiles / tilesTotal;
    return Math.min(1, Math.max(bySlides, byTiles));
  }

  /** Slides per hour so far. */
  public double slidesPerHour() {
    return elapsed.isZero() ? 0 : slides * 3.6e6 / elapsed.toMillis();
  }

  /** Time left at the rate so far, once a hundredth is done. */
  public Optional<Duration> eta() {
    double done = fraction();
    return done < 0.01
        ? Optional.empty()
        : Optional.of(Duration.ofMillis((long) (elapsed.toMillis() * (1 - done) / done)));
  }

  /** {@code Infer 12/40 slides, 310/900 tiles, 96 slides/h, ETA 0:04:10}. */
  public String line() {
    return String.format(
        Locale.ROOT,
        "%s %d/%d slides, %d/%d tiles, %.0f slides/h, ETA %s",
        phase,
        slides,
        slidesTotal,
        tiles,
        tilesTotal,
        slidesPerHour(),
        eta().map(ProgressSample::clock).orElse("unknown"));
  }

  static String clock(Duration time) {
    return "%d:%02d:%02d".formatted(time.toHours(), time.toMinutesPart(), time.toSecondsPart());
  }
}
