package io.cohortrun.workers.report;

import io.cohortrun.workers.canonical.Json;
import io.cohortrun.workers.canonical.Sha256;
import io.cohortrun.workers.model.Bundle;
import io.cohortrun.workers.model.PanelOrder;
import io.cohortrun.workers.shard.CanvasTally;
import io.cohortrun.workers.shard.SlideHeader;
import io.cohortrun.workers.shard.SlideResult;
import io.cohortrun.workers.store.ObjectStore;
import io.cohortrun.workers.store.SlideCommits;
import io.cohortrun.workers.store.Try;
import io.cohortrun.workflows.contract.SlideSettings;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.zip.DeflaterOutputStream;

/**
 * Committed results whose maps are as large, and pack as badly, as those of a resection: an ellipse
 * of tissue with a smooth field and noise in each channel.
 *
 * @param columns tiles
 * @param rows tiles
 */
record PaintedResults(ObjectStore store, int columns, int rows) {

  private static final int CELLS = 8;
  private static final double STRIDE = 512;

  /** Commits one; returns its slide key. */
  String commit(int number) throws IOException {
    String key = Sha256.of("painted " + number);
    Random random = new Random(number);
    Try commit = new SlideCommits(store).begin(key);
    commit.put(SlideResult.FILE, result(key, random).toBytes());
    int width = CELLS * columns;
    int height = CELLS * rows;
    int chunk = Math.max(width, height);
    commit.put(
        "canvas.zarr/canvas/.zarray",
        Json.MAPPER.writeValueAsBytes(
            Map.of(
                "shape", List.of(PanelOrder.IDS.size(), height, width),
                "chunks", List.of(1, chunk, chunk))));
    for (int c = 0; c < PanelOrder.IDS.size(); c++) {
      double wave = 20 + random.nextInt(60);
      commit.put(
          "canvas.zarr/canvas/" + c + "/0/0",
          chunk(
              width,
              height,
              (x, y) ->
                  (int)
                      Math.clamp(
                          60
                              + 50 * Math.sin(x / wave) * Math.cos(y / wave)
                              + 12 * random.nextGaussian(),
                          0,
                          255)));
    }
    commit.put("canvas.zarr/coverage/0/0", chunk(width, height, (x, y) -> 255));
    commit.commit(PublishedCohort.AVX2);
    return key;
  }

  private interface Painter {
    int at(int x, int y);
  }

  private static byte[] chunk(int width, int height, Painter painter) throws IOException {
    int side = Math.max(width, height);
    byte[] plane = new byte[side * side];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        // Whole tiles are covered or not.
        double u = 2.0 * (x / CELLS * CELLS) / width - 1;
        double v = 2.0 * (y / CELLS * CELLS) / height - 1;
        if (u * u + v * v < 0.8) {
          plane[y * side + x] = (byte) painter.at(x, y);
        }
      }
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (DeflaterOutputStream zlib = new DeflaterOutputStream(out)) {
      zlib.write(plane);
    }
    return out.toByteArray();
  }

  private SlideResult result(String key, Random random) {
    int channels = PanelOrder.IDS.size();
    List<Bundle.Channel> panel = new ArrayList<>();
    long[] positives = new long[channels];
    for (int c = 0; c < channels; c++) {
      String id = PanelOrder.IDS.get(c);
      String role = id.equals("TRITC") || id.equals("Cy5") ? "background" : "marker";
      panel.add(new Bundle.Channel(id, role, 0.5, 0x3060A0 + 5000 * c));
      positives[c] = random.nextInt(300_000);
    }
    return new SlideResult(
        SlideResult.FORMAT,
        key,
        new SlideHeader.BundleRef("demo", "1", "cd".repeat(32), true),
        panel,
        PublishedCohort.AVX2,
        new SlideHeader.Geometry(
            0.25, "vendor", 0.5, 256, 256, 0, 512, STRIDE, columns, rows, 0, 0),
        new SlideSettings(
            "default", "published", "fp32", "tissue", 0.1, false, 0.05, new TreeMap<>()),
        "painted 1",
        900,
        900,
        new TreeMap<>(),
        1_000_000,
        positives,
        new long[channels * (channels - 1) / 2],
        new long[channels][256],
        new long[channels],
        1,
        new CanvasTally(channels).sums(),
        List.of());
  }
}
