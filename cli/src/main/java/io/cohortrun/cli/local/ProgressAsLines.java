package io.cohortrun.cli.local;

import java.io.PrintStream;
import java.time.Duration;

/** One line at each change of phase and at most every ten seconds: for logs. */
final class ProgressAsLines implements ProgressView {

  private static final Duration EVERY = Duration.ofSeconds(10);

  private final PrintStream out;
  private String phase = "";
  private Duration last = Duration.ZERO;

  ProgressAsLines(PrintStream out) {
    this.out = out;
  }

  @Override
  public void show(ProgressSample sample) {
    boolean newPhase = !sample.phase().equals(phase);
    if (newPhase || sample.inPhase().minus(last).compareTo(EVERY) >= 0) {
      out.println("cohort: " + sample.line());
      phase = sample.phase();
      last = sample.inPhase();
    }
  }

  @Override
  public void close() {}
}
