package io.cohortrun.workers.table;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Writes CSV with a header (RFC 4180): numbers as Java prints them, nothing where unknown. */
public final class CsvFile {

  private CsvFile() {}

  /**
   * Writes a file.
   *
   * @param file is replaced; folders above it are made
   * @param rows as many values as there are names; null and NaN are unknown
   */
  public static void write(Path file, List<String> names, Iterable<List<Object>> rows)
      throws IOException {
    Files.createDirectories(file.getParent());
    try (CsvWriter csv = CsvWriter.builder().lineDelimiter(LineDelimiter.CRLF).build(file)) {
      csv.writeRecord(names);
      for (List<Object> row : rows) {
        csv.writeRecord(row.stream().map(CsvFile::cell).toList());
      }
    }
  }

  private static String cell(Object value) {
    return value == null || (value instanceof Double number && number.isNaN())
        ? ""
        : value.toString();
  }
}
