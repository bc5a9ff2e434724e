package io.cohortrun.workers.cohort;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.cohortrun.workers.canonical.Json;
import io.cohortrun.workers.manifest.ManifestRow;
import io.cohortrun.workers.model.Bundle;
import io.cohortrun.workers.model.NumericClass;
import io.cohortrun.workers.shard.SlideResult;
import io.cohortrun.workers.table.DuckDb;
import io.cohortrun.workers.table.ParquetTable;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.duckdb.DuckDBAppender;

/** The feature tables: one row per slide and channel, and one per slide and pair of channels. */
final class FeatureTables {

  /** Reads committed results one at a time, so that a partition never lies in memory. */
  @FunctionalInterface
  interface Results {
    void forEach(Visitor visitor) throws IOException, SQLException;
  }

  /** Takes one slide's result. */
  @FunctionalInterface
  interface Visitor {
    void slide(ManifestRow row, SlideResult result) throws IOException, SQLException;
  }

  private FeatureTables() {}

  /** Writes one row per slide and channel, in the order given. */
  static void writeFeatures(Path file, Results results) throws IOException {
    ParquetTable.write(
        file,
        FeatureColumns.stored(FeatureColumns.FEATURES),
        to -> results.forEach((row, result) -> features(to, row, result)));
  }

  /** Writes one row per slide and pair of channels, in the order given. */
  static void writePairs(Path file, Results results) throws IOException {
    ParquetTable.write(
        file,
        FeatureColumns.stored(FeatureColumns.PAIRS),
        to -> results.forEach((row, result) -> pairs(to, row, result)));
  }

  private static void features(DuckDBAppender to, ManifestRow row, SlideResult r)
      throws SQLException {
    for (int c = 0; c < r.channels().size(); c++) {
      Bundle.Channel channel = r.channels().get(c);
      FeatureMath f =
          FeatureMath.of(
              r.valid(), r.positives()[c], r.histogram()[c], r.gradient()[c], r.gradientPixels());
      CanvasMath arranged = CanvasMath.of(r.canvas(), c);
      begin(to, row, c, r);
      to.append(channel.id()).append(channel.role());
      to.append(r.valid()).append(r.positives()[c]);
      number(to, f.density());
      number(to, f.meanProbability());
      number(to, f.entropy());
      number(to, f.snr());
      number(to, f.sharpness());
      number(to, arranged.moransI());
      number(to, arranged.contrast());
      to.append(r.settings().thresholds().getOrDefault(channel.id(), channel.threshold()));
      to.append(r.geometry().mpp()).append(r.tilesUsed()).append(r.bundle().demo());
      to.endRow();
    }
  }

  private static void pairs(DuckDBAppender to, ManifestRow row, SlideResult r) throws SQLException {
    int pair = 0;
    for (int a = 0; a < r.channels().size(); a++) {
      for (int b = a + 1; b < r.channels().size(); b++, pair++) {
        long both = r.pairs()[pair];
        begin(to, row, pair, r);
        to.append(r.channels().get(a).id()).append(r.channels().get(b).id());
        to.append(both).append(r.positives()[a] + r.positives()[b] - both);
        to.append(r.valid()).append(r.bundle().demo());
        to.endRow();
      }
    }
  }

  private static void begin(DuckDBAppender to, ManifestRow row, int order, SlideResult r)
      throws SQLException {
    to.beginRow().append(row.row()).append(order).append(text(r.numericClass()));
    to.append(row.slideId()).append(row.patientId()).append(r.slideKey());
  }

  private static void number(DuckDBAppender to, double value) throws SQLException {
    if (Double.isNaN(value)) {
      to.appendNull();
    } else {
      to.append(value);
    }
  }

  private static String text(NumericClass numericClass) {
    try {
      return Json.MAPPER.writeValueAsString(numericClass);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a numeric class is plain text", e);
    }
  }

  /** Numeric classes found in tables of partitions, sorted. */
  static List<NumericClass> numericClasses(List<Path> parts) throws IOException {
    SortedSet<String> found = new TreeSet<>();
    try (DuckDb db = DuckDb.open();
        var statement = db.connection().createStatement();
        var rows =
            statement.executeQuery(
                "SELECT DISTINCT %s FROM read_parquet([%s])"
                    .formatted(FeatureColumns.NUMERIC_CLASS, sources(parts)))) {
      while (rows.next()) {
        found.add(rows.getString(1));
      }
    } catch (SQLException e) {
      throw new IOException("cannot read the feature tables: " + e.getMessage(), e);
    }
    List<NumericClass> classes = new ArrayList<>();
    for (String json : found) {
      classes.add(Json.MAPPER.readValue(json, NumericClass.class));
    }
    return classes;
  }

  private static String sources(List<Path> parts) {
    return parts.stream().map(p -> DuckDb.text(p.toString())).collect(Collectors.joining(", "));
  }

  /** Joins tables of partitions into the published one, in the order of the manifest. */
  static void join(List<Path> parts, Path file, List<FeatureColumns.Described> own)
      throws IOException {
    String names =
        FeatureColumns.published(own).stream()
            .map(c -> DuckDb.name(c.name()))
            .collect(Collectors.joining(", "));
    try (DuckDb db = DuckDb.open()) {
      db.run(
          "COPY (SELECT %s FROM read_parquet([%s]) ORDER BY %s, %s) TO %s (FORMAT parquet, COMPRESSION zstd)"
              .formatted(
                  names,
                  sources(parts),
                  FeatureColumns.ROW,
                  FeatureColumns.ORDER,
                  DuckDb.text(file.toString())));
    } catch (SQLException e) {
      throw new IOException("cannot join the feature tables: " + e.getMessage(), e);
    }
  }
}
