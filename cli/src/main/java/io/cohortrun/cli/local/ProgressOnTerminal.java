package io.cohortrun.cli.local;

import java.util.Locale;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** A progress bar with slides per hour and ETA. */
final class ProgressOnTerminal implements ProgressView {

  private static final int STEPS = 1000;

  private final ProgressBar bar =
      new ProgressBarBuilder()
          .setTaskName("cohort")
          .setInitialMax(STEPS)
          .setStyle(ProgressBarStyle.ASCII)
          .setUpdateIntervalMillis(500)
          .hideEta()
          .continuousUpdate()
          .build();

  @Override
  public void show(ProgressSample sample) {
    bar.stepTo((long) (STEPS * sample.fraction()));
    bar.setExtraMessage(
        String.format(
            Locale.ROOT,
            " %s %d/%d slides, %.0f slides/h, ETA %s",
            sample.phase(),
            sample.slides(),
            sample.slidesTotal(),
            sample.slidesPerHour(),
            sample.eta().map(ProgressSample::clock).orElse("?")));
  }

  @Override
  public void close() {
    bar.close();
  }
}
