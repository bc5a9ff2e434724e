package io.cohortrun.workers.report;

import com.fasterxml.jackson.databind.JsonNode;
import io.cohortrun.workers.canonical.Json;
import io.cohortrun.workers.model.Bundle;
import io.cohortrun.workers.shard.CanvasZarr;
import io.cohortrun.workers.shard.SlideHeader;
import io.cohortrun.workers.shard.SlideResult;
import io.cohortrun.workers.slide.Placement;
import io.cohortrun.workers.store.Commit;
import io.cohortrun.workers.store.SlideCommits;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The canvas of a committed result as its page carries it: the chunks as they were committed
 * (zlib), which the browser unpacks, so that no picture is made and no value can change on the way.
 */
final class SlideCanvas {

  private static final String FOLDER = CanvasZarr.FOLDER + "/";

  private SlideCanvas() {}

  /** Share of valid pixels above the threshold, in 1/10,000, by channel. */
  static List<Integer> densities(SlideResult result) {
    List<Integer> densities = new ArrayList<>();
    for (long positives : result.positives()) {
      double share = result.valid() == 0 ? 0 : (double) positives / result.valid();
      densities.add((int) Math.round(share * 1e4));
    }
    return densities;
  }

  /** What is known of the channels without their maps. */
  static List<Map<String, Object>> channels(SlideResult result) {
    List<Integer> densities = densities(result);
    List<Map<String, Object>> channels = new ArrayList<>();
    for (Bundle.Channel channel : result.channels()) {
      Map<String, Object> entry = new TreeMap<>();
      entry.put("id", channel.id());
      entry.put("role", channel.role());
      entry.put("colour", "#%06x".formatted(channel.colour()));
      entry.put("threshold", channel.threshold());
      entry.put("density", densities.get(channels.size()));
      channels.add(entry);
    }
    return channels;
  }

  /**
   * Adds {@code canvas}, and {@code chunks} to each channel.
   *
   * @throws IOException where a file is missing or is not the one that was committed
   */
  static void add(
      Map<String, Object> page,
      List<Map<String, Object>> channels,
      SlideCommits commits,
      Commit commit,
      SlideHeader.Geometry geometry)
      throws IOException {
    JsonNode array = Json.MAPPER.readTree(commits.bytes(commit, FOLDER + "canvas/.zarray"));
    int height = array.get("shape").get(1).asInt();
    int width = array.get("shape").get(2).asInt();
    List<Map<String, byte[]>> planes = new ArrayList<>();
    for (int c = 0; c < channels.size(); c++) {
      planes.add(chunks(commits, commit, FOLDER + "canvas/" + c + "/"));
    }
    Map<String, Object> canvas = new HashMap<>();
    canvas.put("width", width);
    canvas.put("height", height);
    canvas.put("chunk", array.get("chunks").get(1).asInt());
    canvas.put("coverage", chunks(commits, commit, FOLDER + "coverage/"));
    canvas.put("place", place(geometry));
    for (int c = 0; c < channels.size(); c++) {
      channels.get(c).put("chunks", planes.get(c));
    }
    page.put("canvas", canvas);
  }

  /** Whole tiles of the grid, which begins at the corner of the scanned area. */
  static Placement place(SlideHeader.Geometry g) {
    return new Placement(g.boundsX(), g.boundsY(), g.columns() * g.stride(), g.rows() * g.stride());
  }

  /** Chunks by {@code row/column}; one that is absent is all zeros. */
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
}
