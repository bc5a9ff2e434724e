package io.cohortrun.workers.slide.read;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import io.cohortrun.workers.slide.SlideFailure;
import io.cohortrun.workers.slide.SlideInfo;
import io.cohortrun.workers.slide.SlideReader;
import io.cohortrun.workflows.contract.Outcome;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Optional;

/**
 * One slide in OpenSlide.
 *
 * <p>OpenSlide latches the first error of a handle: from then on every thread's reads fail, also
 * those of good tiles. So a handle with an error is dropped, and the read that met it is tried once
 * more alone on a fresh one; what fails there is truly unreadable.
 */
final class OpenSlideReader implements SlideReader {

  /** A handle and how many reads use it; closed when dropped and unused. */
  private static final class Handle {
    private final MemorySegment slide;
    private int users;
    private boolean dropped;

    Handle(MemorySegment slide) {
      this.slide = slide;
    }
  }

  private final OpenSlideCalls calls;
  private final String file;
  private final SlideInfo info;
  private final OpenGate gate = new OpenGate();
  private final Object lock = new Object();
  private Handle current;

  OpenSlideReader(OpenSlideCalls calls, String file, SlideInfo info, MemorySegment slide) {
    this.calls = calls;
    this.file = file;
    this.info = info;
    this.current = new Handle(slide);
  }

  /**
   * Opens a handle that has no error.
   *
   * @throws SlideFailure UnsupportedFormat where OpenSlide does not know the file, Unreadable where
   *     it does and cannot open it
   */
  static MemorySegment openHandle(OpenSlideCalls calls, String file) throws SlideFailure {
    MemorySegment slide =
        calls
            .open(file)
            .orElseThrow(
                () ->
                    new SlideFailure(
                        Outcome.UnsupportedFormat,
                        "OpenSlide does not know this file; version 4.0 or newer knows more formats: ./cohort setup."));
    Optional<String> error = calls.error(slide);
    if (error.isPresent()) {
      calls.close(slide);
      boolean syntax = error.get().contains("ransfer syntax");
      throw new SlideFailure(
          syntax ? Outcome.UnsupportedFormat : Outcome.Unreadable,
          "OpenSlide cannot open the slide: " + Words.clean(error.get(), file));
    }
    return slide;
  }

  @Override
  public SlideInfo info() {
    return info;
  }

  @Override
  public void read(int level, long x, long y, int width, int height, int[] argb)
      throws SlideFailure {
    long bytes = Regions.check(info, level, width, height, argb.length, Regions.MAX_BYTES);
    // Not the heap array itself: a pinned array would hold the collector for a whole decode.
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment pixels = arena.allocate(bytes, Integer.BYTES);
      read(level, x, y, width, height, pixels);
      MemorySegment.copy(pixels, JAVA_INT, 0, argb, 0, width * height);
    }
  }

  @Override
  public void read(int level, long x, long y, int width, int height, MemorySegment argb)
      throws SlideFailure {
    long room = argb.byteSize() / Integer.BYTES;
    Regions.check(info, level, width, height, room, Regions.MAX_BYTES);
    gate.enter();
    try {
      Handle handle = acquire();
      boolean good = false;
      try {
        calls.readRegion(handle.slide, argb, x, y, level, width, height);
        good = calls.error(handle.slide).isEmpty();
      } finally {
        release(handle, good);
      }
      if (!good) {
        readAlone(level, x, y, width, height, argb);
      }
    } finally {
      gate.leave();
    }
  }

  private void readAlone(int level, long x, long y, int width, int height, MemorySegment argb)
      throws SlideFailure {
    MemorySegment fresh = openHandle(calls, file);
    Optional<String> error = Optional.of("the read did not finish");
    try {
      calls.readRegion(fresh, argb, x, y, level, width, height);
      error = calls.error(fresh);
    } finally {
      keepOrClose(fresh, error.isEmpty());
    }
    if (error.isPresent()) {
      throw new SlideFailure(
          Outcome.Unreadable,
          "The pixels at level %d, (%d, %d) do not decode (%s); copy the slide again from its source, or scan it again."
              .formatted(level, x, y, Words.clean(error.get(), file)));
    }
  }

  private Handle acquire() throws SlideFailure {
    synchronized (lock) {
      if (current == null) {
        current = new Handle(openHandle(calls, file));
      }
      current.users++;
      return current;
    }
  }

  private void release(Handle handle, boolean good) {
    synchronized (lock) {
      handle.users--;
      if (!good) {
        handle.dropped = true;
        if (current == handle) {
          current = null;
        }
      }
      if (handle.dropped && handle.users == 0) {
        calls.close(handle.slide);
      }
    }
  }

  private void keepOrClose(MemorySegment fresh, boolean good) {
    synchronized (lock) {
      if (good && current == null) {
        current = new Handle(fresh);
      } else {
        calls.close(fresh);
      }
    }
  }

  @Override
  public void close() {
    gate.close(
        () -> {
          if (current != null) {
            calls.close(current.slide);
          }
        });
  }
}
