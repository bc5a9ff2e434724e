package io.cohortrun.cli.local;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/**
 * Progress at one moment.
 *
 * @param phase of the run ({@code Preflight}, {@code Infer}, ...)
 * @param slides rows that the phase is done with: looked at in preflight, ended in later phases
 * @param slidesTotal rows of the manifest, 0 while unknown
 * @param slidesBefore of {@code slides}, those that were done when this process began the phase
 * @param tiles tiles inferred by this process
 * @param tilesTotal tiles planned, 0 while unknown
 * @param inPhase since this process began the phase
 */
public record ProgressSample(
    String phase,
    long slides,
    long slidesTotal,
    long slidesBefore,
    long tiles,
    long tilesTotal,
    Duration inPhase) {

  /** Share of the phase done, 0..1: the better known of rows and tiles. */
  public double done() {
    return Math.max(share(slides, slidesTotal), share(tiles, tilesTotal));
  }

  /** Slides per hour in this phase, by this process. */
  public double slidesPerHour() {
    return inPhase.isZero() ? 0 : (slides - slidesBefore) * 3.6e6 / inPhase.toMillis();
  }

  /**
   * Time left in this phase at its rate so far, once a hundredth of it is done: by the better known
   * of slides and tiles, since few giants may be most of the work.
   */
  public Optional<Duration> eta() {
    double bySlides = share(slides - slidesBefore, slidesTotal - slidesBefore);
    double done = Math.max(bySlides, share(tiles, tilesTotal));
    return done < 0.01
        ? Optional.empty()
        : Optional.of(Duration.ofMillis((long) (inPhase.toMillis() * (1 - done) / done)));
  }

  private static double share(long part, long whole) {
    return whole <= 0 ? 0 : Math.min(1, (double) part / whole);
  }

  /**
   * {@code Infer 12/40 slides, 310/900 tiles, 96 slides/h, ETA 0:04:10}; rate and ETA in the phases
   * that work on slides.
   */
  public String line() {
    String tilesDone = tilesTotal == 0 ? "" : ", %d/%d tiles".formatted(tiles, tilesTotal);
    String head = "%s %d/%d slides%s".formatted(phase, slides, slidesTotal, tilesDone);
    return phase.equals("Preflight") || phase.equals("Infer")
        ? String.format(
            Locale.ROOT,
            "%s, %.0f slides/h, ETA %s",
            head,
            slidesPerHour(),
            eta().map(ProgressSample::clock).orElse("unknown"))
        : head;
  }

  private static String clock(Duration time) {
    return "%d:%02d:%02d".formatted(time.toHours(), time.toMinutesPart(), time.toSecondsPart());
  }
}
