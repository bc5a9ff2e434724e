package io.cohortrun.workers.report;

import com.fasterxml.jackson.databind.JsonNode;
import io.cohortrun.workers.canonical.Json;
import io.cohortrun.workers.shard.CanvasZarr;
import io.cohortrun.workers.store.Commit;
import io.cohortrun.workers.store.SlideCommits;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;

/**
 * The canvas of a result as the report carries it: the chunks as they were committed (zlib), which
 * the browser unpacks, so that no value changes on the way; or, where these are too many bytes,
 * means over squares of cells.
 *
 * @param width cells
 * @param height cells
 * @param chunk side of the square chunks, in cells
 * @param coverage chunks by {@code row/column}, 255 where a tile was used; one that is absent is
 *     all zeros
 * @param channels [channel] chunks alike, round(255 p)
 * @param coarser committed cells along the side of one of these
 */
record SlideCanvas(
    int width,
    int height,
    int chunk,
    Map<String, byte[]> coverage,
    List<Map<String, byte[]>> channels,
    int coarser) {

  private static final String FOLDER = CanvasZarr.FOLDER + "/";

  /**
   * The committed one.
   *
   * @param channels how many it has
   * @throws IOException where a file is missing or is not the one that was committed
   */
  static SlideCanvas of(SlideCommits commits, Commit commit, int channels) throws IOException {
    JsonNode array = Json.MAPPER.readTree(commits.bytes(commit, FOLDER + "canvas/.zarray"));
    List<Map<String, byte[]>> planes = new ArrayList<>();
    for (int c = 0; c < channels; c++) {
      planes.add(chunks(commits, commit, FOLDER + "canvas/" + c + "/"));
    }
    return new SlideCanvas(
        array.get("shape").get(2).asInt(),
        array.get("shape").get(1).asInt(),
        array.get("chunks").get(1).asInt(),
        chunks(commits, commit, FOLDER + "coverage/"),
        planes,
        1);
  }

  /**
   * The finest that weighs no more than this in a page, down to one value a tile; empty where that
   * is too much as well.
   */
  Optional<SlideCanvas> within(long bytes) throws IOException {
    SlideCanvas fits = this;
    for (int by = 2; fits.bytes() > bytes; by *= 2) {
      if (by > CanvasZarr.CELLS) {
        return Optional.empty();
      }
      fits = coarser(by);
    }
    return Optional.of(fits);
  }

  /** Bytes in a page, where a chunk is Base64. */
  private long bytes() {
    long bytes = size(coverage);
    for (Map<String, byte[]> plane : channels) {
      bytes += size(plane);
    }
    return bytes;
  }

  private static long size(Map<String, byte[]> chunks) {
    return chunks.values().stream().mapToLong(chunk -> 4L * Math.ceilDiv(chunk.length, 3)).sum();
  }

  /** Means of the covered cells of squares of {@code by}; uncovered where none is. */
  private SlideCanvas coarser(int by) throws IOException {
    Plane covered = unpacked(coverage);
    List<Map<String, byte[]>> planes = new ArrayList<>();
    for (Map<String, byte[]> plane : channels) {
      planes.add(packed(unpacked(plane).means(covered, by)));
    }
    Plane means = covered.means(covered, by);
    return new SlideCanvas(
        means.width(),
        means.height(),
        Math.max(means.width(), means.height()),
        packed(means),
        planes,
        by);
  }

  private Plane unpacked(Map<String, byte[]> chunks) throws IOException {
    byte[] cells = new byte[width * height];
    for (Map.Entry<String, byte[]> entry : chunks.entrySet()) {
      String[] place = entry.getKey().split("/", -1);
      int top = chunk * Integer.parseInt(place[0]);
      int left = chunk * Integer.parseInt(place[1]);
      try (InputStream zlib = new InflaterInputStream(new ByteArrayInputStream(entry.getValue()))) {
        byte[] square = zlib.readAllBytes();
        for (int y = top; y < Math.min(height, top + chunk); y++) {
          System.arraycopy(
              square, (y - top) * chunk, cells, y * width + left, Math.min(chunk, width - left));
        }
      }
    }
    return new Plane(width, height, cells);
  }

  /** As a single chunk. */
  private static Map<String, byte[]> packed(Plane plane) throws IOException {
    int side = Math.max(plane.width(), plane.height());
    byte[] square = new byte[side * side];
    for (int y = 0; y < plane.height(); y++) {
      System.arraycopy(plane.cells(), y * plane.width(), square, y * side, plane.width());
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (DeflaterOutputStream zlib = new DeflaterOutputStream(out)) {
      zlib.write(square);
    }
    return Map.of("0/0", out.toByteArray());
  }

  private static Map<String, byte[]> chunks(SlideCommits commits, Commit commit, String folder)
      throws IOException {
    Map<String, byte[]> chunks = new TreeMap<>();
    for (String name : commit.files().tailMap(folder).keySet()) {
      if (!name.startsWith(folder)) {
        break;
      }
      String chunk = name.substring(folder.length());
      if (!chunk.startsWith(".")) {
        chunks.put(chunk, commits.bytes(commit, name));
      }
    }
    return chunks;
  }

  /** One byte a cell. */
  private record Plane(int width, int height, byte[] cells) {

    Plane means(Plane covered, int by) {
      Plane means =
          new Plane(
              Math.ceilDiv(width, by),
              Math.ceilDiv(height, by),
              new byte[Math.ceilDiv(width, by) * Math.ceilDiv(height, by)]);
      for (int y = 0; y < means.height; y++) {
        for (int x = 0; x < means.width; x++) {
          means.cells[y * means.width + x] = (byte) mean(covered, x * by, y * by, by);
        }
      }
      return means;
    }

    private int mean(Plane covered, int left, int top, int by) {
      int sum = 0;
      int n = 0;
      for (int y = top; y < Math.min(height, top + by); y++) {
        for (int x = left; x < Math.min(width, left + by); x++) {
          int at = y * width + x;
          if (covered.cells[at] != 0) {
            sum += cells[at] & 0xFF;
            n++;
          }
        }
      }
      return n == 0 ? 0 : (sum + n / 2) / n;
    }
  }
}
