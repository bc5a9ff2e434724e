package io.cohortrun.e2e.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.luben.zstd.Zstd;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.InflaterInputStream;

/**
 * The canvas of one committed slide, read from its files by the format's rules and by none of the
 * program's classes.
 *
 * @param channels ids
 * @param width cells
 * @param height cells
 * @param cell level-0 pixels of a cell's side
 * @param planes [channel][cell] round(255 p)
 * @param covered [cell] 255 where a tile was used
 */
record CommittedCanvas(
    List<String> channels, int width, int height, double cell, byte[][] planes, byte[] covered) {

  private static final ObjectMapper JSON = new ObjectMapper();

  /** Follows the slide's COMMIT in an output folder. */
  static CommittedCanvas of(Path output, String slideKey) throws IOException {
    Path slide = output.resolve("slides").resolve(slideKey);
    Path folder =
        output.resolve(JSON.readTree(slide.resolve("COMMIT").toFile()).get("prefix").asText());
    byte[] packed = Files.readAllBytes(folder.resolve("result.json.zst"));
    JsonNode result =
        JSON.readTree(Zstd.decompress(packed, (int) Zstd.getFrameContentSize(packed)));
    Path canvas = folder.resolve("canvas.zarr/canvas");
    JsonNode array = JSON.readTree(canvas.resolve(".zarray").toFile());
    int height = array.get("shape").get(1).asInt();
    int width = array.get("shape").get(2).asInt();
    int chunk = array.get("chunks").get(1).asInt();
    if (Math.max(width, height) > chunk) {
      throw new IllegalArgumentException("these tests read slides of one chunk");
    }
    List<String> channels = new ArrayList<>();
    result.get("channels").forEach(c -> channels.add(c.get("id").asText()));
    byte[][] planes = new byte[channels.size()][];
    for (int c = 0; c < planes.length; c++) {
      planes[c] = plane(canvas.resolve(c + "/0/0"), width, height, chunk);
    }
    return new CommittedCanvas(
        channels,
        width,
        height,
        result.get("geometry").get("stride").asDouble() / 8,
        planes,
        plane(folder.resolve("canvas.zarr/coverage/0/0"), width, height, chunk));
  }

  int value(String channel, int at) {
    return planes[channels.indexOf(channel)][at] & 0xFF;
  }

  boolean isCovered(int at) {
    return covered[at] != 0;
  }

  /** Covered cell where a channel is brightest and another is as far below it as can be. */
  int brightest(String channel, String above) {
    int best = -1;
    for (int at = 0; at < covered.length; at++) {
      if (isCovered(at)
          && (best < 0
              || value(channel, at) - value(above, at)
                  > value(channel, best) - value(above, best))) {
        best = at;
      }
    }
    return best;
  }

  /** A cell that was not inferred. */
  int uncovered() {
    for (int at = 0; at < covered.length; at++) {
      if (!isCovered(at)) {
        return at;
      }
    }
    throw new IllegalStateException("every cell was inferred");
  }

  private static byte[] plane(Path file, int width, int height, int chunk) throws IOException {
    byte[] plane = new byte[width * height];
    if (Files.exists(file)) {
      byte[] all =
          new InflaterInputStream(new ByteArrayInputStream(Files.readAllBytes(file)))
              .readAllBytes();
      for (int y = 0; y < height; y++) {
        System.arraycopy(all, y * chunk, plane, y * width, width);
      }
    }
    return plane;
  }
}
