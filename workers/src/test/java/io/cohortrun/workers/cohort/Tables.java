package io.cohortrun.workers.cohort;

import io.cohortrun.workers.table.ParquetTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Rows of a Parquet file as text. */
final class Tables {

  private Tables() {}

  static List<String> rows(Path folder, byte[] parquet) throws IOException {
    Path file = Files.createTempFile(folder, "table", ".parquet");
    Files.write(file, parquet);
    List<String> rows = new ArrayList<>();
    ParquetTable.read(
        file,
        row -> {
          List<String> cells = new ArrayList<>();
          for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
            Object value = row.getObject(i);
            cells.add(
                value instanceof Double d
                    ? String.format(Locale.ROOT, "%.6f", d).replaceAll("\\.?0+$", "")
                    : String.valueOf(value));
          }
          rows.add(String.join("|", cells));
        });
    Files.delete(file);
    return rows;
  }
}
