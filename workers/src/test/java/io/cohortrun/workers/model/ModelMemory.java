package io.cohortrun.workers.model;

import io.cohortrun.workers.slide.TilePixels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;

/** A test's process: resident size while a network computes the same again and again. */
final class ModelMemory {

  private static final int PREDICTORS = 2;
  private static final int TILES_AT_ONCE = 20;

  private ModelMemory() {}

  /**
   * Prints a line with the resident size in KiB after every 20 tiles.
   *
   * @param args {@code BUNDLE BATCHES}; a batch is one window
   */
  public static void main(String[] args) throws Exception {
    int batches = Integer.parseInt(args[1]);
    List<Long> resident = new ArrayList<>();
    try (TileModel model = TorchModels.load(Bundles.open(args[0]), "fp32", PREDICTORS);
        ExecutorService threads = Executors.newFixedThreadPool(PREDICTORS)) {
      Bundle bundle = model.bundle();
      int across = bundle.tilePx() / bundle.windowPx();
      int perTile = across * across;
      List<Callable<List<TileCounts>>> round = new ArrayList<>();
      for (int i = 0; i < TILES_AT_ONCE; i++) {
        TilePixels tile = tile(i, bundle.tilePx());
        round.add(() -> model.infer(List.of(tile), bundle.tilePx() / 4));
      }
      for (int done = 0; done < batches; done += TILES_AT_ONCE * perTile) {
        for (var answer : threads.invokeAll(round)) {
          answer.get();
        }
        resident.add(residentKib());
      }
    }
    System.out.println(resident.stream().map(String::valueOf).collect(Collectors.joining(" ")));
  }

  private static TilePixels tile(int seed, int side) {
    byte[] rgb = new byte[3 * side * side];
    new Random(seed).nextBytes(rgb);
    byte[] valid = new byte[side * side];
    Arrays.fill(valid, (byte) 1);
    return new TilePixels(seed, rgb, valid, null, null);
  }

  private static long residentKib() throws IOException {
    return Files.readAllLines(Path.of("/proc/self/status")).stream()
        .filter(l -> l.startsWith("VmRSS:"))
        .mapToLong(l -> Long.parseLong(l.replaceAll("\\D", "")))
        .findFirst()
        .orElseThrow();
  }
}
