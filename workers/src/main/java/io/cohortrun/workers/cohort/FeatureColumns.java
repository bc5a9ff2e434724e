package io.cohortrun.workers.cohort;

import io.cohortrun.workers.table.ParquetTable.Column;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Names, types and meanings of the feature tables: also the data dictionary. */
final class FeatureColumns {

  /**
   * One column and what it holds.
   *
   * @param type of DuckDB
   */
  record Described(String name, String type, String meaning) {}

  /** First column of the tables of a partition, left out of the published ones. */
  static final String ROW = "_row";

  /** Second one: the order of channels, or of pairs. */
  static final String ORDER = "_order";

  /** Third one: the numeric class of the result, as JSON. */
  static final String NUMERIC_CLASS = "_numeric_class";

  static final List<Described> SLIDE =
      List.of(
          new Described("slide_id", "VARCHAR", "as in the manifest"),
          new Described("patient_id", "VARCHAR", "as in the manifest"),
          new Described("slide_key", "VARCHAR", "names the shared result under slides/"));

  static final List<Described> FEATURES =
      List.of(
          new Described("channel", "VARCHAR", "id of the model's output channel"),
          new Described("role", "VARCHAR", "marker, nuclear or background (a negative control)"),
          new Described("valid_pixels", "BIGINT", "pixels that count, at the model's resolution"),
          new Described("positive_pixels", "BIGINT", "of these, probability above threshold"),
          new Described("density", "DOUBLE", "positive_pixels / valid_pixels, 0..1"),
          new Described("mean_probability", "DOUBLE", "mean of round(255 p) / 255, 0..1"),
          new Described("entropy", "DOUBLE", "bits, of the pooled 256-bin histogram, 0..8"),
          new Described("snr", "DOUBLE", "mean / population sd of p; 0 where sd is 0"),
          new Described("sharpness", "DOUBLE", "mean gradient magnitude of p, per pixel"),
          new Described(
              "morans_i",
              "DOUBLE",
              "Moran's I of the canvas, cells that share a side: 0 no order, 1 in regions"),
          new Described(
              "contrast",
              "DOUBLE",
              "mean squared difference of canvas cells that share a side, 0..1"),
          new Described("threshold", "DOUBLE", "probability above which a pixel is positive"),
          new Described("mpp", "DOUBLE", "micrometres per level-0 pixel that was used"),
          new Described("tiles", "INTEGER", "tiles in the sums"),
          new Described("demo", "BOOLEAN", "true: the model is a demonstration, not proteins"));

  static final List<Described> PAIRS =
      List.of(
          new Described("channel_a", "VARCHAR", "the earlier channel of the pair"),
          new Described("channel_b", "VARCHAR", "the later channel of the pair"),
          new Described("both_pixels", "BIGINT", "valid pixels positive in both"),
          new Described("either_pixels", "BIGINT", "valid pixels positive in a or b"),
          new Described("valid_pixels", "BIGINT", "pixels that count"),
          new Described("demo", "BOOLEAN", "true: the model is a demonstration, not proteins"));

  private FeatureColumns() {}

  /** Columns of a published table. */
  static List<Described> published(List<Described> own) {
    return Stream.concat(SLIDE.stream(), own.stream()).toList();
  }

  /** Columns of a partition's table. */
  static List<Column> stored(List<Described> own) {
    List<Column> columns = new ArrayList<>();
    columns.add(new Column(ROW, "INTEGER"));
    columns.add(new Column(ORDER, "INTEGER"));
    columns.add(new Column(NUMERIC_CLASS, "VARCHAR"));
    published(own).forEach(c -> columns.add(new Column(c.name(), c.type())));
    return columns;
  }

  /** The data dictionary: table to its columns. */
  static SortedMap<String, List<Described>> dictionary() {
    return new TreeMap<>(
        Map.of(
            "features.parquet", published(FEATURES), "features_pairs.parquet", published(PAIRS)));
  }
}
