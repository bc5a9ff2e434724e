package io.cohortrun.workers.model;

import ai.djl.Device;
import ai.djl.Model;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.ParameterStore;
import io.cohortrun.workers.slide.TilePixels;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A benchmark's part: the network of a bundle without any of the path, and what the head adds. */
final class ModelSpeed {

  private static final int LEAST_TILES = 10;

  private ModelSpeed() {}

  /**
   * Prints one line of JSON.
   *
   * @param args {@code alone BUNDLE THREADS TILES}: DJL's forward on a window that is there
   *     already; {@code head BUNDLE TILES}: processor time of one thread, per tile
   */
  public static void main(String[] args) throws Exception {
    System.out.println(
        switch (args[0]) {
          case "alone" -> alone(args[1], Integer.parseInt(args[2]), Integer.parseInt(args[3]));
          case "head" -> head(args[1], Integer.parseInt(args[2]));
          default -> throw new IllegalArgumentException(args[0]);
        });
  }

  private static String alone(String uri, int threads, int tiles) throws Exception {
    BundleFolder folder = Bundles.open(uri);
    Bundle bundle = folder.bundle();
    Engine engine = TorchEngine.get();
    try (Model network = engine.newModel(bundle.id(), Device.cpu());
        InputStream in = Files.newInputStream(folder.model())) {
      network.load(in);
      int across = bundle.tilePx() / bundle.windowPx();
      NDArray window =
          network
              .getNDManager()
              .randomNormal(new Shape(1, 3, bundle.windowPx(), bundle.windowPx()));
      Callable<Void> forward =
          () -> {
            try (NDManager manager = network.getNDManager().newSubManager()) {
              network
                  .getBlock()
                  .forward(new ParameterStore(), new NDList(window), false)
                  .attach(manager);
            }
            return null;
          };
      try (ExecutorService pool = Executors.newFixedThreadPool(threads)) {
        all(pool, forward, threads);
        long start = System.nanoTime();
        all(pool, forward, tiles * across * across);
        double seconds = (System.nanoTime() - start) / 1e9;
        return "{\"tiles\": %d, \"seconds\": %s}".formatted(tiles, seconds);
      }
    }
  }

  private static void all(ExecutorService pool, Callable<Void> call, int times) throws Exception {
    List<Callable<Void>> calls = new ArrayList<>();
    for (int i = 0; i < times; i++) {
      calls.add(call);
    }
    for (var done : pool.invokeAll(calls)) {
      done.get();
    }
  }

  private static String head(String uri, int tiles) throws Exception {
    try (TorchModel model = (TorchModel) TorchModels.load(Bundles.open(uri), "fp32", 1)) {
      int side = model.bundle().tilePx();
      byte[] rgb = new byte[3 * side * side];
      new Random(1).nextBytes(rgb);
      byte[] valid = new byte[side * side];
      Arrays.fill(valid, (byte) 1);
      TilePixels tile = new TilePixels(0, rgb, valid, null, null);
      int count = Math.max(tiles, LEAST_TILES);
      double[] network = new double[count];
      double[] added = new double[count];
      for (int i = -1; i < count; i++) {
        double alone = millis(() -> model.network(tile));
        double both = millis(() -> model.infer(List.of(tile), 0));
        if (i >= 0) {
          network[i] = alone;
          added[i] = both - alone;
        }
      }
      return "{\"networkMillis\": %s, \"headMillis\": %s}"
          .formatted(median(network), median(added));
    }
  }

  /** Processor time of this thread, on which libtorch computes: it does not see who else works. */
  private static double millis(Runnable work) {
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    long start = threads.getCurrentThreadCpuTime();
    work.run();
    return (threads.getCurrentThreadCpuTime() - start) / 1e6;
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
  }
}
