package io.cohortrun.workers.manifest;

import io.cohortrun.workers.table.ParquetTable;
import io.cohortrun.workers.table.ParquetTable.Column;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.duckdb.DuckDBAppender;

/**
 * {@code manifest.parquet}: columns {@code _row} (INTEGER, 0-based), {@code slide_id}, {@code
 * patient_id}, {@code uri} (absolute), {@code mpp}, {@code exclude}, {@code roi}, then every
 * attribute by name, all text, NULL where the cell was empty.
 */
public final class FrozenTable {

  private static final int FIXED = 7;

  private FrozenTable() {}

  /** Writes a manifest. */
  public static void write(Manifest manifest, Path file) throws IOException {
    List<String> attributes = manifest.attributeColumns();
    List<Column> columns = new ArrayList<>();
    columns.add(new Column(Columns.ROW, "INTEGER"));
    for (String name :
        List.of(
            Columns.SLIDE_ID,
            Columns.PATIENT_ID,
            Columns.URI,
            Columns.MPP,
            Columns.EXCLUDE,
            Columns.ROI)) {
      columns.add(new Column(name, "VARCHAR"));
    }
    attributes.forEach(name -> columns.add(new Column(name, "VARCHAR")));
    ParquetTable.write(
        file,
        columns,
        appender -> {
          for (ManifestRow row : manifest.rows()) {
            append(appender, row, attributes);
          }
        });
  }

  private static void append(DuckDBAppender appender, ManifestRow row, List<String> attributes)
      throws SQLException {
    appender.beginRow();
    appender.append(row.row());
    for (String cell :
        new String[] {
          row.slideId(), row.patientId(), row.uri(), row.mpp(), row.exclude(), row.roi()
        }) {
      appender.append(cell);
    }
    for (String name : attributes) {
      appender.append(row.attributes().get(name));
    }
    appender.endRow();
  }

  /** Reads a manifest that {@link #write} wrote. */
  public static Manifest read(Path file) throws IOException {
    List<ManifestRow> rows = new ArrayList<>();
    ParquetTable.read(file, result -> rows.add(row(result)));
    return new Manifest(rows);
  }

  private static ManifestRow row(ResultSet result) throws SQLException {
    ResultSetMetaData columns = result.getMetaData();
    SortedMap<String, String> attributes = new TreeMap<>();
    for (int i = FIXED + 1; i <= columns.getColumnCount(); i++) {
      String value = result.getString(i);
      if (value != null) {
        attributes.put(columns.getColumnName(i), value);
      }
    }
    return new ManifestRow(
        result.getInt(1),
        result.getString(2),
        result.getString(3),
        result.getString(4),
        result.getString(5),
        result.getString(6),
        result.getString(7),
        attributes);
  }
}
