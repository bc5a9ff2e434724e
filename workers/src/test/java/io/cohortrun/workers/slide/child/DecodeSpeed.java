package io.cohortrun.workers.slide.child;

import io.cohortrun.workers.slide.SlideReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A benchmark's part: all whole tiles of a slide through the decode child, slide opened anew. */
final class DecodeSpeed {

  private static final int TILE = 512;
  private static final int WARM = 5;

  private DecodeSpeed() {}

  /**
   * Prints one line of JSON.
   *
   * @param args slide, threads, rounds that count; five more go before them
   */
  public static void main(String[] args) throws Exception {
    Path slide = Path.of(args[0]);
    int threads = Integer.parseInt(args[1]);
    int rounds = Integer.parseInt(args[2]);
    try (DecodeProcesses children = new DecodeProcesses();
        ExecutorService pool = Executors.newFixedThreadPool(threads)) {
      long tiles = 0;
      long start = 0;
      for (int r = -WARM; r < rounds; r++) {
        if (r == 0) {
          tiles = 0;
          start = System.nanoTime();
        }
        tiles += read(children, slide, pool);
      }
      double seconds = (System.nanoTime() - start) / 1e9;
      System.out.println("{\"tiles\": %d, \"seconds\": %s}".formatted(tiles, seconds));
    }
  }

  private static int read(DecodeProcesses children, Path slide, ExecutorService pool)
      throws Exception {
    try (SlideReader reader = children.open(slide)) {
      var level = reader.info().levels().getFirst();
      List<Callable<Void>> reads = new ArrayList<>();
      for (int y = 0; y + TILE <= level.height(); y += TILE) {
        for (int x = 0; x + TILE <= level.width(); x += TILE) {
          int left = x;
          int top = y;
          reads.add(
              () -> {
                reader.read(0, left, top, TILE, TILE, new int[TILE * TILE]);
                return null;
              });
        }
      }
      for (var done : pool.invokeAll(reads)) {
        done.get();
      }
      return reads.size();
    }
  }
}
