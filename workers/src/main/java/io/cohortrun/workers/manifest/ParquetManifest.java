package io.cohortrun.workers.manifest;

import io.cohortrun.workers.manifest.RawTable.RawRow;
import io.cohortrun.workers.table.ParquetTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.ResultSetMetaData;
import java.util.ArrayList;
import java.util.List;

/** A manifest that somebody wrote as Parquet; its columns may have any type that prints. */
final class ParquetManifest {

  private ParquetManifest() {}

  static RawTable read(byte[] bytes, ErrorList errors) throws IOException {
    Path file = Files.createTempFile("cohortrun-manifest", ".parquet");
    List<String> header = new ArrayList<>();
    List<RawRow> rows = new ArrayList<>();
    try {
      Files.write(file, bytes);
      ParquetTable.read(
          file,
          row -> {
            ResultSetMetaData columns = row.getMetaData();
            if (header.isEmpty()) {
              for (int i = 1; i <= columns.getColumnCount(); i++) {
                header.add(Trim.spaces(columns.getColumnName(i)));
              }
            }
            List<String> cells = new ArrayList<>(header.size());
            for (int i = 1; i <= header.size(); i++) {
              String value = row.getString(i);
              cells.add(value == null ? "" : Trim.spaces(value));
            }
            if (!cells.stream().allMatch(String::isEmpty)) {
              rows.add(new RawRow(0, cells));
            }
          });
    } catch (IOException e) {
      errors.file("the Parquet file cannot be read; write it again");
    } finally {
      Files.deleteIfExists(file);
    }
    return new RawTable(header, rows);
  }
}
