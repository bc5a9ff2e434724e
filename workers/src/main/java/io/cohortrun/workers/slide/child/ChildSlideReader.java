package io.cohortrun.workers.slide.child;

import io.cohortrun.workers.slide.SlideFailure;
import io.cohortrun.workers.slide.SlideInfo;
import io.cohortrun.workers.slide.SlideReader;
import io.cohortrun.workers.slide.read.OpenGate;
import io.cohortrun.workers.slide.read.Regions;

/** A slide that is open in a child. */
final class ChildSlideReader implements SlideReader {

  private final DecodeProcess child;
  private final SlideInfo info;
  private final DecodeLimits limits;
  private final Runnable giveBack;
  private final OpenGate gate = new OpenGate();

  ChildSlideReader(DecodeProcess child, SlideInfo info, DecodeLimits limits, Runnable giveBack) {
    this.child = child;
    this.info = info;
    this.limits = limits;
    this.giveBack = giveBack;
  }

  @Override
  public SlideInfo info() {
    return info;
  }

  @Override
  public void read(int level, long x, long y, int width, int height, int[] argb)
      throws SlideFailure {
    Regions.check(
        info, level, width, height, argb.length, Math.min(limits.ringBytes(), Regions.MAX_BYTES));
    gate.enter();
    try {
      child.read(level, x, y, width, height, argb);
    } finally {
      gate.leave();
    }
  }

  @Override
  public void close() {
    gate.close(giveBack);
  }
}
