package io.cohortrun.workers.report;

import com.fasterxml.jackson.databind.JsonNode;
import io.cohortrun.workers.canonical.Json;
import io.cohortrun.workers.model.Bundle;
import io.cohortrun.workers.shard.SlideResult;
import io.cohortrun.workers.store.Commit;
import io.cohortrun.workers.store.SlideCommits;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import javax.imageio.ImageIO;

/**
 * A committed result for its page: densities, QC counts, and each canvas channel as a grey PNG of
 * round(255 p).
 */
final class SlideMapsData {

  private static final String CANVAS = "canvas.zarr/canvas/";

  private SlideMapsData() {}

  /** Share of valid pixels above the threshold, by channel, four digits. */
  static List<Double> densities(SlideResult result) {
    List<Double> densities = new ArrayList<>();
    for (long positives : result.positives()) {
      double share = result.valid() == 0 ? 0 : (double) positives / result.valid();
      densities.add(Math.round(share * 1e4) / 1e4);
    }
    return densities;
  }

  static void add(Map<String, Object> page, SlideCommits commits, Commit commit, SlideResult result)
      throws IOException {
    JsonNode array = Json.MAPPER.readTree(commits.bytes(commit, CANVAS + ".zarray"));
    List<Double> densities = densities(result);
    List<Object> channels = new ArrayList<>();
    for (int c = 0; c < result.channels().size(); c++) {
      Bundle.Channel channel = result.channels().get(c);
      Map<String, Object> entry = new LinkedHashMap<>();
      entry.put("id", channel.id());
      entry.put("role", channel.role());
      entry.put("colour", "#%06x".formatted(channel.colour()));
      entry.put("threshold", channel.threshold());
      entry.put("density", densities.get(c));
      entry.put("plane", SlidePictures.uri("image/png", plane(commits, commit, array, c)));
      channels.add(entry);
    }
    page.put("channels", channels);
    page.put("demo", result.bundle().demo());
    page.put("bundle", result.bundle());
    page.put("geometry", result.geometry());
    page.put("tilesKept", result.tilesKept());
    page.put("tilesUsed", result.tilesUsed());
    page.put("tilesRejected", result.tilesRejected());
    page.put("validPixels", result.valid());
  }

  private static byte[] plane(SlideCommits commits, Commit commit, JsonNode array, int channel)
      throws IOException {
    int height = array.get("shape").get(1).asInt();
    int width = array.get("shape").get(2).asInt();
    int side = array.get("chunks").get(1).asInt();
    var image = new BufferedImage(width, height, BufferedImage.TYPE_BYTE_GRAY);
    for (int cy = 0; cy * side < height; cy++) {
      for (int cx = 0; cx * side < width; cx++) {
        String name = CANVAS + channel + "/" + cy + "/" + cx;
        if (commit.files().containsKey(name)) {
          byte[] pixels = inflate(commits.bytes(commit, name), side * side);
          for (int y = 0; y < Math.min(side, height - cy * side); y++) {
            image
                .getRaster()
                .setDataElements(
                    cx * side,
                    cy * side + y,
                    Math.min(side, width - cx * side),
                    1,
                    Arrays.copyOfRange(pixels, y * side, (y + 1) * side));
          }
        }
      }
    }
    var png = new ByteArrayOutputStream();
    ImageIO.write(image, "png", png);
    return png.toByteArray();
  }

  private static byte[] inflate(byte[] chunk, int size) throws IOException {
    Inflater zlib = new Inflater();
    try {
      zlib.setInput(chunk);
      byte[] pixels = new byte[size];
      if (zlib.inflate(pixels) != size) {
        throw new IOException("a canvas chunk is too short");
      }
      return pixels;
    } catch (DataFormatException e) {
      throw new IOException("a canvas chunk is damaged", e);
    } finally {
      zlib.end();
    }
  }
}
