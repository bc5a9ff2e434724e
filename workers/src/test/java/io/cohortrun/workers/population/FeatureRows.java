package io.cohortrun.workers.population;

import io.cohortrun.workers.table.ParquetTable;
import java.nio.file.Path;
import java.util.List;

/** A run's {@code features.parquet} with densities alone. */
public final class FeatureRows {

  private FeatureRows() {}

  /**
   * Writes it.
   *
   * @param rows slide, patient, channel, valid and positive pixels
   */
  public static void write(Path file, List<List<Object>> rows) throws Exception {
    ParquetTable.writeValues(
        file,
        List.of(
            new ParquetTable.Column("slide_id", "VARCHAR"),
            new ParquetTable.Column("patient_id", "VARCHAR"),
            new ParquetTable.Column("channel", "VARCHAR"),
            new ParquetTable.Column("valid_pixels", "INTEGER"),
            new ParquetTable.Column("positive_pixels", "INTEGER")),
        rows);
  }
}
