package io.cohortrun.workers.slide.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.cohortrun.workers.slide.SlideFailure;
import io.cohortrun.workers.slide.SlideInfo;
import io.cohortrun.workers.slide.SlideOpener;
import io.cohortrun.workers.slide.SlideReader;
import io.cohortrun.workflows.contract.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What every {@link SlideReader} owes its callers, whatever stands behind it. */
public abstract class SlideReaderContract {

  private static final String PYRAMID = "slides/derived/cmu1-pyramid.tif";
  private static final int THREADS = 16;

  @TempDir Path folder;

  /** The opener under test; closed by the subclass. */
  protected abstract SlideOpener opener();

  /** Name of the reader that must have opened the file, so that no other passes for it. */
  protected abstract String reader();

  private SlideReader open(Path slide) throws SlideFailure {
    SlideReader opened = opener().open(slide);
    assertThat(opened.info().reader()).isEqualTo(reader());
    return opened;
  }

  @Test
  void levelsAreThoseOfTheFile() throws Exception {
    try (SlideReader slide = open(TestSlides.of(PYRAMID))) {
      assertThat(slide.info().levels())
          .extracting(SlideInfo.Level::width)
          .containsExactly(2220L, 1110L, 555L, 277L, 138L);
      assertThat(slide.info().levels())
          .extracting(SlideInfo.Level::height)
          .containsExactly(2967L, 1483L, 741L, 370L, 185L);
      assertThat(slide.info().levels().get(1).downsample()).isBetween(2.0003, 2.0004);
    }
  }

  @Test
  void labelAndMacroAreNoLevels() throws Exception {
    try (SlideReader slide = open(TestSlides.of("slides/CMU-1-Small-Region.svs"))) {
      assertThat(slide.info().levels()).containsExactly(new SlideInfo.Level(2220, 2967, 1.0));
      assertThat(slide.info().resolution().objective()).isEqualTo("20");
      assertThat(Double.parseDouble(slide.info().resolution().vendorX())).isEqualTo(0.499);
    }
  }

  @Test
  void outsideIsTransparentAndInsideIsOpaque() throws Exception {
    try (SlideReader slide = open(TestSlides.of(PYRAMID))) {
      int[] corner = new int[30 * 20];
      slide.read(0, -10, -5, 30, 20, corner);
      int[] farCorner = new int[30 * 20];
      slide.read(0, 2200, 2957, 30, 20, farCorner);
      for (int y = 0; y < 20; y++) {
        for (int x = 0; x < 30; x++) {
          assertThat(corner[y * 30 + x] >>> 24).isEqualTo(x >= 10 && y >= 5 ? 255 : 0);
          assertThat(farCorner[y * 30 + x] >>> 24).isEqualTo(x < 20 && y < 10 ? 255 : 0);
        }
      }
      assertThat(corner[0]).isZero();
      assertThat(farCorner[599]).isZero();
    }
  }

  @Test
  void whatTheCallersArrayHeldBeforeIsGone() throws Exception {
    try (SlideReader slide = open(TestSlides.of(PYRAMID))) {
      int[] far = new int[16];
      Arrays.fill(far, 0xDEADBEEF);
      slide.read(0, 1_000_000, -1_000_000, 4, 4, far);
      assertThat(far).containsOnly(0);
    }
  }

  @Test
  void manyThreadsReadWhatOneThreadReads() throws Exception {
    try (SlideReader slide = open(TestSlides.of(PYRAMID));
        ExecutorService threads = Executors.newFixedThreadPool(THREADS)) {
      List<Integer> alone = new ArrayList<>();
      for (int i = 0; i < 200; i++) {
        alone.add(digest(slide, i));
      }
      List<Callable<Integer>> reads = new ArrayList<>();
      for (int i = 0; i < 200; i++) {
        int seed = i;
        reads.add(() -> digest(slide, seed));
      }
      List<Integer> together = new ArrayList<>();
      for (Future<Integer> read : threads.invokeAll(reads)) {
        together.add(read.get());
      }
      assertThat(together).isEqualTo(alone);
      assertThat(alone).doesNotHaveDuplicates();
    }
  }

  private static int digest(SlideReader slide, int seed) throws SlideFailure {
    Random random = new Random(seed);
    int width = 32 + random.nextInt(200);
    int height = 32 + random.nextInt(200);
    int[] argb = new int[width * height];
    int level = random.nextInt(3);
    slide.read(level, random.nextInt(2220) - 20, random.nextInt(2967) - 20, width, height, argb);
    return Arrays.hashCode(argb) * 31 + width;
  }

  @Test
  void closeWaitsForReadsAndEndsThem() throws Exception {
    SlideReader slide = open(TestSlides.of(PYRAMID));
    CountDownLatch reading = new CountDownLatch(4);
    try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
      List<Future<Integer>> loops = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        int seed = i;
        loops.add(
            threads.submit(
                () -> {
                  int reads = 0;
                  try {
                    while (true) {
                      digest(slide, seed + reads++);
                      reading.countDown();
                    }
                  } catch (IllegalStateException closed) {
                    return reads;
                  }
                }));
      }
      reading.await();
      slide.close();
      for (Future<Integer> loop : loops) {
        assertThat(loop.get()).isPositive();
      }
    }
    slide.close();
    assertThatExceptionOfType(IllegalStateException.class)
        .isThrownBy(() -> slide.read(0, 0, 0, 1, 1, new int[1]));
  }

  @Test
  void aDamagedTileCostsNoOtherTile() throws Exception {
    Path damaged = folder.resolve("damaged.tif");
    byte[] bytes = Files.readAllBytes(TestSlides.of(PYRAMID));
    // The tile in row 5, column 4 of level 0: its entropy-coded data become an endless marker.
    int tile = (int) longAt(bytes, tagValue(bytes, 324) + 4L * (5 * 9 + 4));
    Arrays.fill(bytes, tile + 2, tile + 300, (byte) 0xFF);
    Files.write(damaged, bytes);
    try (SlideReader slide = open(damaged)) {
      int[] argb = new int[256 * 256];
      for (int round = 0; round < 3; round++) {
        SlideFailure failure =
            catchThrowableOfType(
                SlideFailure.class, () -> slide.read(0, 4 * 256, 5 * 256, 256, 256, argb));
        assertThat(failure.code()).isEqualTo(Outcome.Unreadable);
        assertThat(failure).hasMessageEndingWith(".");
        slide.read(0, 3 * 256, 5 * 256, 256, 256, argb);
        assertThat(argb[0] >>> 24).isEqualTo(255);
      }
    }
  }

  private static long tagValue(byte[] tiff, int tag) {
    long directory = longAt(tiff, 4);
    int entries = shortAt(tiff, directory);
    for (int i = 0; i < entries; i++) {
      long entry = directory + 2 + 12L * i;
      if (shortAt(tiff, entry) == tag) {
        return longAt(tiff, entry + 8);
      }
    }
    throw new IllegalArgumentException("no tag " + tag);
  }

  private static long longAt(byte[] tiff, long at) {
    return shortAt(tiff, at) | (long) shortAt(tiff, at + 2) << 16;
  }

  private static int shortAt(byte[] tiff, long at) {
    return (tiff[(int) at] & 0xFF) | (tiff[(int) at + 1] & 0xFF) << 8;
  }

  @Test
  void aDirectoryBehindTheEndIsTruncated() throws Exception {
    assertThat(failure(TestSlides.of("broken/truncated-tail.svs")).code())
        .isEqualTo(Outcome.Truncated);
  }

  @Test
  void tilesBehindTheEndAreTruncated() throws Exception {
    Path cut = folder.resolve("cut.tif");
    byte[] bytes = Files.readAllBytes(TestSlides.of(PYRAMID));
    // Classic libtiff pyramids have each directory behind its tiles: point the last tile past it.
    long last = tagValue(bytes, 324) + 4L * 107;
    int end = bytes.length;
    for (int i = 0; i < 4; i++) {
      bytes[(int) last + i] = (byte) ((end - 10) >> (8 * i));
    }
    Files.write(cut, bytes);
    SlideFailure failure = failure(cut);
    assertThat(failure.code()).isEqualTo(Outcome.Truncated);
    assertThat(failure).hasMessageContaining("copy it again");
  }

  @Test
  void anEmptyFileIsTruncated() throws Exception {
    assertThat(failure(TestSlides.of("broken/zero-bytes.svs")).code()).isEqualTo(Outcome.Truncated);
  }

  @Test
  void theNameDoesNotDecide() throws Exception {
    Path renamed = folder.resolve("slide.dcm");
    Files.copy(TestSlides.of("slides/CMU-1-Small-Region.svs"), renamed);
    try (SlideReader slide = open(renamed)) {
      assertThat(slide.info().vendor()).isEqualTo("aperio");
    }
    assertThat(failure(TestSlides.of("broken/bad-magic.svs")).code())
        .isEqualTo(Outcome.UnsupportedFormat);
  }

  @Test
  void aFileThatSaysNothingOfItsResolutionHasNone() throws Exception {
    SlideInfo.Resolution none = new SlideInfo.Resolution(null, null, null, null, null, null, null);
    for (String path : List.of("broken/no-mpp-tiled.tif", "slides/openslide-boxes.tiff")) {
      try (SlideReader slide = open(TestSlides.of(path))) {
        assertThat(slide.info().resolution()).as(path).isEqualTo(none);
      }
    }
  }

  @Test
  void resolutionTagsAreGivenPerAxis() throws Exception {
    Path oblong = folder.resolve("oblong.tif");
    byte[] bytes = Files.readAllBytes(TestSlides.of(PYRAMID));
    long y = tagValue(bytes, 283);
    bytes[(int) y + 5] = 4; // denominator 512 -> 1024
    Files.write(oblong, bytes);
    try (SlideReader slide = open(oblong)) {
      assertThat(slide.info().resolution().tiffX()).isEqualTo("0.499");
      assertThat(slide.info().resolution().tiffY()).isEqualTo("0.998");
    }
  }

  @Test
  void grossCallsAreRefusedBeforeTheyCostAnything() throws Exception {
    try (SlideReader slide = open(TestSlides.of(PYRAMID))) {
      SlideFailure tooLarge =
          catchThrowableOfType(
              SlideFailure.class, () -> slide.read(0, 0, 0, 100_000, 100_000, new int[1]));
      assertThat(tooLarge.code()).isEqualTo(Outcome.TooLarge);
      assertThatExceptionOfType(IllegalArgumentException.class)
          .isThrownBy(() -> slide.read(5, 0, 0, 1, 1, new int[1]));
      assertThatExceptionOfType(IllegalArgumentException.class)
          .isThrownBy(() -> slide.read(0, 0, 0, 2, 2, new int[3]));
      assertThatExceptionOfType(IllegalArgumentException.class)
          .isThrownBy(() -> slide.read(0, 0, 0, 0, 5, new int[9]));
    }
  }

  private SlideFailure failure(Path slide) throws IOException {
    SlideFailure failure =
        catchThrowableOfType(
            SlideFailure.class,
            () -> {
              try (SlideReader opened = opener().open(slide)) {
                assertThat(opened.info()).isNull();
              }
            });
    assertThat(failure).hasMessageEndingWith(".");
    return failure;
  }
}
