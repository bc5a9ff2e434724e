package io.cohortrun.workers.slide;

import com.fasterxml.jackson.databind.JsonNode;
import io.cohortrun.workers.canonical.Json;
import io.cohortrun.workflows.contract.Outcome;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/** GeoJSON to {@link Roi}. Says in each error which geometry is wrong and what is expected. */
final class RoiGeoJson {

  private static final int MAX_DEPTH = 8;

  private final List<double[][]> polygons = new ArrayList<>();
  private final StringBuilder canonical = new StringBuilder();
  private int ignored;

  private RoiGeoJson() {}

  static Roi parse(byte[] bytes) throws SlideFailure {
    JsonNode root;
    try {
      root = Json.MAPPER.readTree(withoutMark(bytes));
    } catch (IOException notJson) {
      throw failure("is not JSON; export it from QuPath as GeoJSON");
    }
    RoiGeoJson reader = new RoiGeoJson();
    reader.read(root, 0);
    if (reader.polygons.isEmpty()) {
      throw failure(
          reader.ignored == 0
              ? "holds no shape; draw an area in QuPath and export it again"
              : "holds points or lines only; draw an area in QuPath and export it again");
    }
    return new Roi(reader.polygons, sha256(reader.canonical.toString()), reader.ignored);
  }

  private void read(JsonNode node, int depth) throws SlideFailure {
    if (depth > MAX_DEPTH) {
      throw failure("is nested too deeply to be a QuPath export");
    }
    if (node.isArray()) {
      for (JsonNode item : node) {
        read(item, depth + 1);
      }
      return;
    }
    switch (node.path("type").asText()) {
      case "FeatureCollection" -> read(node.path("features"), depth + 1);
      case "Feature" -> read(node.path("geometry"), depth + 1);
      case "GeometryCollection" -> read(node.path("geometries"), depth + 1);
      case "Polygon" -> polygon(node.path("coordinates"));
      case "MultiPolygon" -> {
        for (JsonNode part : node.path("coordinates")) {
          polygon(part);
        }
      }
      case "Point", "MultiPoint", "LineString", "MultiLineString" -> ignored++;
      default ->
          throw failure(
              "holds something that is neither a feature nor a geometry; export it from QuPath as"
                  + " GeoJSON");
    }
  }

  private void polygon(JsonNode rings) throws SlideFailure {
    int number = polygons.size() + 1;
    if (!rings.isArray() || rings.isEmpty()) {
      throw failure("polygon " + number + " has no rings; draw it again and export it");
    }
    canonical.append('P');
    double[][] polygon = new double[rings.size()][];
    for (int i = 0; i < polygon.length; i++) {
      polygon[i] = ring(rings.get(i), number);
    }
    polygons.add(polygon);
  }

  private double[] ring(JsonNode points, int number) throws SlideFailure {
    int n = points.size();
    // GeoJSON repeats the first point at the end; the even-odd rule does not mind either way.
    if (!points.isArray() || n < 3) {
      throw failure("polygon " + number + " has fewer than three points; draw it again");
    }
    canonical.append('R');
    double[] ring = new double[2 * n];
    for (int i = 0; i < n; i++) {
      JsonNode point = points.get(i);
      for (int axis = 0; axis < 2; axis++) {
        double value = point.path(axis).isNumber() ? point.get(axis).doubleValue() : Double.NaN;
        if (!Double.isFinite(value)) {
          throw failure(
              "polygon %d has a point that is not two numbers; export it again".formatted(number));
        }
        ring[2 * i + axis] = value;
        canonical.append(value).append(' ');
      }
    }
    return ring;
  }

  private static byte[] withoutMark(byte[] bytes) {
    boolean marked =
        bytes.length >= 3
            && bytes[0] == (byte) 0xEF
            && bytes[1] == (byte) 0xBB
            && bytes[2] == (byte) 0xBF;
    return marked ? Arrays.copyOfRange(bytes, 3, bytes.length) : bytes;
  }

  private static SlideFailure failure(String what) {
    return new SlideFailure(Outcome.Unreadable, "the region-of-interest file " + what);
  }

  private static String sha256(String text) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException everyJdkHasIt) {
      throw new IllegalStateException(everyJdkHasIt);
    }
  }
}
