package io.cohortrun.workers.table;

import io.cohortrun.workers.table.BadTable.Code;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/**
 * A table of text that fits into memory, as it was written: trimmed, not judged.
 *
 * @param names of the columns, in order; the last ones may be empty (trailing separators)
 * @param rows all but blank ones and comments
 */
public record TextTable(List<String> names, List<Row> rows) {

  /**
   * A row.
   *
   * @param line 1-based line where it begins, 0 where there are no lines
   * @param cells as many as were written
   */
  public record Row(long line, List<String> cells) {}

  /**
   * Reads CSV (commas, semicolons, tabs, or runs of blanks where none of them gives a second
   * column; also gzipped) or Parquet, told apart by their bytes.
   *
   * @return as many cells in each row as there are names
   * @throws BadTable the file is not there or is no such table; the message begins with its path
   * @throws IOException the disk fails
   */
  public static TextTable read(Path file) throws BadTable, IOException {
    try {
      byte[] bytes = Files.readAllBytes(file);
      if (TextBytes.isParquet(bytes)) {
        return parquet(file);
      }
      if (TextBytes.isGzip(bytes)) {
        bytes = unzipped(bytes);
      }
      return delimited(bytes).rectangular();
    } catch (BadTable e) {
      throw e.in(file.toString());
    } catch (NoSuchFileException e) {
      throw new BadTable(Code.NotFound, file + " is not there; check its path");
    } catch (AccessDeniedException e) {
      throw new BadTable(Code.AccessDenied, file + " may not be read by this user");
    } catch (IOException e) {
      if (Files.isDirectory(file)) {
        throw new BadTable(Code.UnsupportedFormat, file + " is a folder; name the table in it");
      }
      throw e;
    }
  }

  private static byte[] unzipped(byte[] gzip) throws BadTable {
    try (var in = new GZIPInputStream(new ByteArrayInputStream(gzip))) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new BadTable(Code.Unreadable, "the gzip file is damaged; copy or write it again");
    }
  }

  /**
   * Reads a Parquet file; columns may have any type that prints.
   *
   * @param file its name must hold none of DuckDB's wildcards {@code * ? [}
   */
  public static TextTable parquet(Path file) throws BadTable {
    List<String> names = new ArrayList<>();
    List<Row> rows = new ArrayList<>();
    try {
      ParquetTable.read(
          file,
          row -> {
            if (names.isEmpty()) {
              for (int c = 1; c <= row.getMetaData().getColumnCount(); c++) {
                names.add(Cells.trim(row.getMetaData().getColumnName(c)));
              }
            }
            List<String> cells = cells(row, names.size());
            if (!cells.stream().allMatch(String::isEmpty)) {
              rows.add(new Row(0, cells));
            }
          });
    } catch (IOException e) {
      throw new BadTable(Code.Unreadable, "the Parquet file cannot be read; write it again");
    }
    return new TextTable(names, rows);
  }

  private static List<String> cells(ResultSet row, int count) throws java.sql.SQLException {
    List<String> cells = new ArrayList<>(count);
    for (int c = 1; c <= count; c++) {
      String value = row.getString(c);
      cells.add(value == null ? "" : Cells.trim(value));
    }
    return cells;
  }

  private static TextTable delimited(byte[] bytes) throws BadTable {
    var refusal = TextBytes.refusal(bytes);
    if (refusal.isPresent()) {
      throw new BadTable(Code.UnsupportedFormat, refusal.get());
    }
    TextBytes.Decoded decoded = TextBytes.decode(bytes);
    if (decoded.badLine() > 0) {
      throw new BadTable(
          Code.UnsupportedFormat,
          "line %d is not UTF-8 text; save the table as 'CSV UTF-8'".formatted(decoded.badLine()));
    }
    DelimitedText.Parsed parsed = parsed(decoded.text());
    if (!parsed.problems().isEmpty()) {
      DelimitedText.Problem first = parsed.problems().getFirst();
      throw new BadTable(Code.Unreadable, "line %d: %s".formatted(first.line(), first.message()));
    }
    if (parsed.table().names().isEmpty()) {
      throw new BadTable(
          Code.Unreadable, "the table is empty; it needs a header and a row per patient");
    }
    return parsed.table();
  }

  private static DelimitedText.Parsed parsed(String text) {
    DelimitedText.Parsed parsed = DelimitedText.read(text, Set.of());
    if (parsed.table().names().size() != 1) {
      return parsed;
    }
    DelimitedText.Parsed blanks = DelimitedText.read(BlankSeparated.tabbed(text), Set.of());
    int columns = blanks.table().names().size();
    List<Row> rows = blanks.table().rows();
    // A header of two words over rows of one is a name with a blank in it.
    boolean table = columns > 1 && !rows.isEmpty() && rows.getFirst().cells().size() >= columns;
    return table ? blanks : parsed;
  }

  /** As many cells as names, or where it is not so. */
  private TextTable rectangular() throws BadTable {
    List<String> columns = names;
    if (!rows.isEmpty() && rows.stream().allMatch(r -> r.cells().size() == names.size() + 1)) {
      columns = Stream.concat(Stream.of(""), names.stream()).toList(); // R's names of rows
    }
    int width = columns.size();
    int last = width;
    while (columns.get(last - 1).isEmpty() && last > 1) {
      last--;
    }
    List<Row> padded = new ArrayList<>(rows.size());
    for (Row row : rows) {
      List<String> cells = row.cells();
      boolean extra = cells.stream().skip(width).anyMatch(cell -> !cell.isEmpty());
      if (extra || cells.size() < last) {
        throw new BadTable(
            Code.Unreadable,
            "line %d has %d cells where the header has %d names; put a value that holds the separator into quotes"
                .formatted(row.line(), cells.size(), width));
      }
      padded.add(
          new Row(row.line(), Stream.concat(cells.stream(), Stream.of("")).limit(width).toList()));
    }
    return new TextTable(columns, padded);
  }
}
