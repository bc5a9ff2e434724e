package io.cohortrun.cli.local;

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
    bar.stepTo((long) (STEPS * sample.done()));
    bar.setExtraMessage(" " + sample.line());
  }

  @Override
  public void close() {
    bar.close();
  }
}
