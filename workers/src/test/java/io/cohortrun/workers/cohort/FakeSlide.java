package io.cohortrun.workers.cohort;

import io.cohortrun.workers.slide.SlideFailure;
import io.cohortrun.workers.slide.SlideInfo;
import io.cohortrun.workers.slide.SlideOpener;
import io.cohortrun.workers.slide.SlideReader;
import io.cohortrun.workflows.contract.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A slide whose file says in words what it is: {@code tissue SIDE SEED}, {@code blank}, {@code
 * crash}, {@code bug}, {@code memory}. Pixels are stained like H&E, at 0.5 um.
 */
final class FakeSlide implements SlideReader {

  private final SlideInfo info;
  private final boolean tissue;

  private FakeSlide(long side, boolean tissue) {
    this.tissue = tissue;
    this.info =
        new SlideInfo(
            "fake",
            "1",
            "fake",
            List.of(new SlideInfo.Level(side, side, 1)),
            0xffffff,
            new SlideInfo.Resolution("0.5", "0.5", null, null, null, null, null),
            3,
            8,
            new SlideInfo.Rect(0, 0, side, side),
            new TreeMap<>());
  }

  @Override
  public SlideInfo info() {
    return info;
  }

  @Override
  public void read(int level, long x, long y, int width, int height, int[] argb) {
    for (int j = 0, i = 0; j < height; j++) {
      for (int k = 0; k < width; k++, i++) {
        boolean nucleus = ((x + k) / 12 + (y + j) / 12) % 4 == 0;
        argb[i] = !tissue ? 0xfff6f6f6 : nucleus ? 0xff5b3f8c : 0xffd98cb8;
      }
    }
  }

  @Override
  public void close() {}

  /** Opens such files; counts how often each was opened. */
  static final class Opener implements SlideOpener {

    final ConcurrentHashMap<String, AtomicInteger> opened = new ConcurrentHashMap<>();

    @Override
    public SlideReader open(Path slide) throws SlideFailure {
      opened
          .computeIfAbsent(slide.getFileName().toString(), name -> new AtomicInteger())
          .incrementAndGet();
      String[] words = text(slide).split(" ", 0);
      return switch (words[0]) {
        case "tissue" -> new FakeSlide(Long.parseLong(words[1]), true);
        case "blank" -> new FakeSlide(1024, false);
        case "crash" -> throw new SlideFailure(Outcome.DecodeCrash, "the decoder died; convert it");
        case "memory" -> throw new OutOfMemoryError("as if");
        default -> throw new IllegalStateException("as if a reader had a fault");
      };
    }

    private static String text(Path slide) {
      try {
        return Files.readString(slide).strip();
      } catch (IOException e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
