package io.cohortrun.workers.shard;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonGenerator;
import io.cohortrun.workers.canonical.Json;
import java.io.IOException;
import java.io.OutputStream;

/**
 * Used tiles as QuPath reads them: a FeatureCollection of tile objects with one density per channel
 * as measurements. Coordinates are level-0 pixels, counted from the scanned area, as QuPath counts
 * them.
 */
final class TilesGeoJson {

  /** Name of its file in a commit. */
  static final String FILE = "tiles.geojson";

  private TilesGeoJson() {}

  /** Writes the collection; densities are shares of the tile's valid pixels, 0..1. */
  static void write(SlideResult result, OutputStream out) throws IOException {
    try (JsonGenerator json = Json.MAPPER.getFactory().createGenerator(out, JsonEncoding.UTF8)) {
      json.writeStartObject();
      json.writeStringField("type", "FeatureCollection");
      json.writeArrayFieldStart("features");
      for (SlideResult.Tile t : result.tiles()) {
        if (t.rejected() == null) {
          json.writeRaw("\n");
          feature(json, result, t);
        }
      }
      json.writeEndArray();
      json.writeEndObject();
      json.writeRaw("\n");
    }
  }

  private static void feature(JsonGenerator json, SlideResult result, SlideResult.Tile t)
      throws IOException {
    var g = result.geometry();
    long left = t.x() - g.boundsX();
    long top = t.y() - g.boundsY();
    long right = Math.round((t.column() + 1) * g.stride());
    long bottom = Math.round((t.row() + 1) * g.stride());
    json.writeStartObject();
    json.writeStringField("type", "Feature");
    json.writeObjectFieldStart("geometry");
    json.writeStringField("type", "Polygon");
    json.writeArrayFieldStart("coordinates");
    json.writeStartArray();
    long[][] ring = {{left, top}, {right, top}, {right, bottom}, {left, bottom}, {left, top}};
    for (long[] point : ring) {
      json.writeArray(point, 0, 2);
    }
    json.writeEndArray();
    json.writeEndArray();
    json.writeEndObject();
    json.writeObjectFieldStart("properties");
    json.writeStringField("objectType", "tile");
    json.writeObjectFieldStart("measurements");
    json.writeNumberField("Tissue", t.tissue());
    json.writeNumberField("Valid pixels", t.valid());
    for (int c = 0; c < result.channels().size(); c++) {
      // A tile without valid pixels has no density; QuPath shows a missing measurement as NaN.
      if (t.valid() > 0) {
        json.writeNumberField(
            result.channels().get(c).id() + " density", (double) t.positives()[c] / t.valid());
      }
    }
    json.writeEndObject();
    json.writeEndObject();
    json.writeEndObject();
  }
}
