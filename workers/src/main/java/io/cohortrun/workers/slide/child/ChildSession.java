package io.cohortrun.workers.slide.child;

import io.cohortrun.workers.slide.SlideFailure;
import io.cohortrun.workers.slide.SlideOpener;
import io.cohortrun.workers.slide.SlideReader;
import io.cohortrun.workflows.contract.Outcome;
import java.io.DataOutputStream;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** The child's side: one slide at a time, several regions of it at once. */
final class ChildSession {

  /** Exit code that tells the parent of memory; also the JVM's own on an exhausted heap. */
  static final int OUT_OF_MEMORY = 3;

  private static final int LOST = 4;

  private final SlideOpener opener;
  private final MemorySegment ring;
  private final DataOutputStream out;
  private final ExecutorService decoders;
  private volatile SlideReader slide;
  private long provided;

  ChildSession(SlideOpener opener, MemorySegment ring, DataOutputStream out, int threads) {
    this.opener = opener;
    this.ring = ring;
    this.out = out;
    this.decoders = Executors.newFixedThreadPool(threads);
  }

  /** Takes a command; its answer comes later, from a decoder's thread. */
  void accept(Wire.Command command) {
    decoders.execute(() -> answer(command));
  }

  private void answer(Wire.Command command) {
    try {
      send(carryOut(command));
    } catch (SlideFailure e) {
      send(Wire.Failed.of(command.id(), e));
    } catch (OutOfMemoryError e) {
      Runtime.getRuntime().halt(OUT_OF_MEMORY);
    } catch (InternalError e) {
      // The ring or the slide lies on a file system that failed under a mapped page.
      send(
          new Wire.Failed(
              command.id(),
              Outcome.Infrastructure,
              "The temporary folder cannot take the slide's pixels: is the disk full?"));
    } catch (RuntimeException | StackOverflowError e) {
      send(
          new Wire.Failed(
              command.id(),
              Outcome.Unreadable,
              "The reader failed on this slide (%s): it is probably damaged."
                  .formatted(e.getClass().getSimpleName())));
    }
  }

  private Wire.Answer carryOut(Wire.Command command) throws SlideFailure {
    return switch (command) {
      case Wire.Open open -> {
        slide = opener.open(Path.of(open.path()));
        yield new Wire.Opened(open.id(), slide.info());
      }
      case Wire.Read read -> {
        int pixels = Math.multiplyExact(read.width(), read.height());
        MemorySegment argb = ring.asSlice(read.offset(), (long) pixels * Integer.BYTES);
        provideUpTo(read.offset() + argb.byteSize());
        slide.read(read.level(), read.x(), read.y(), read.width(), read.height(), argb);
        yield new Wire.Done(read.id());
      }
      case Wire.Close close -> {
        if (slide != null) {
          slide.close();
          slide = null;
        }
        yield new Wire.Done(close.id());
      }
    };
  }

  /**
   * Writes to what of the ring was never written to, so that a full disk is met here and not in
   * native code, which would crash. Nobody reads into it yet: who does was here first.
   */
  private synchronized void provideUpTo(long end) {
    if (end > provided) {
      ring.asSlice(provided, end - provided).fill((byte) 0);
      provided = end;
    }
  }

  private void send(Wire.Answer answer) {
    synchronized (out) {
      try {
        Wire.write(out, answer);
      } catch (IOException e) {
        Runtime.getRuntime().halt(LOST); // nobody listens any more
      }
    }
  }
}
