package io.cohortrun.workers.analyse;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import io.cohortrun.workers.table.ParquetRows;
import io.cohortrun.workers.table.ParquetTable.Column;
import io.cohortrun.workflows.stats.screen.Association;
import io.cohortrun.workflows.stats.screen.Level;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * All tests that were made, as {@code NAME.parquet/level=LEVEL/}, and those that count, as {@code
 * NAME_significant.csv}: of a family's p all are needed to tell its q.
 */
public final class AssociationTables implements AssociationAnalysis.Sink, Closeable {

  /** Rows of a Parquet file: what is written is held outside the heap until then. */
  private static final int MOST_ROWS = 400_000;

  private static final Set<String> TEXTS =
      Set.of("stratum", "channel", "feature", "attribute", "test", "effect_kind");

  /** Patients of {@code p_adjusted}; the columns of what is significant are others' to rely on. */
  private static final String N_ADJUSTED = "n_adjusted";

  private static final Set<String> COUNTS = Set.of("n", "n1", N_ADJUSTED);
  private static final Set<String> FLAGS = Set.of("specific", "stable", "significant");

  /** Without the level, which is in the path. */
  private static final List<String> NAMES =
      Stream.concat(
              AssociationColumns.NAMES.stream().filter(n -> !n.equals("level")),
              Stream.of(N_ADJUSTED))
          .toList();

  private final Path folder;
  private final String name;
  private final CsvWriter significant;
  private Level level; // of the Parquet file that is being written
  private int part;
  private ParquetRows rows;

  private AssociationTables(Path folder, String name) throws IOException {
    this.folder = folder;
    this.name = name;
    this.significant =
        CsvWriter.builder()
            .lineDelimiter(LineDelimiter.CRLF)
            .build(folder.resolve(name + "_significant.csv"));
    significant.writeRecord(AssociationColumns.NAMES);
  }

  /**
   * Writes what an analysis tells.
   *
   * @param folder is made if it is not there; files in it are replaced
   * @param name of the tables
   * @param also told each stratum after it is written
   */
  public static void write(
      Path folder, String name, AssociationAnalysis analysis, AssociationAnalysis.Sink also)
      throws IOException {
    Files.createDirectories(folder);
    try (AssociationTables tables = new AssociationTables(folder, name)) {
      analysis.tell(
          associations -> {
            tables.stratum(associations);
            also.stratum(associations);
          });
      tables.endPart();
    }
  }

  @Override
  public void stratum(List<Association> associations) throws IOException {
    for (Association one : associations) {
      if (rows == null || level != one.tested().level() || rows.rows() == MOST_ROWS) {
        beginPart(one.tested().level());
      }
      Map<String, Object> row = AssociationColumns.row(one);
      row.remove("level");
      row.put(N_ADJUSTED, one.tested().adjustedOf() > 0 ? one.tested().adjustedOf() : null);
      rows.add(new ArrayList<>(row.values()));
      if (one.significant()) {
        significant.writeRecord(AssociationColumns.cells(one));
      }
    }
  }

  private void beginPart(Level next) throws IOException {
    endPart();
    part = next == level ? part + 1 : 1;
    level = next;
    Path of = folder.resolve(name + ".parquet").resolve("level=" + next.written());
    Files.createDirectories(of);
    rows =
        ParquetRows.open(
            of.resolve((part == 1 ? name : "%s-%d".formatted(name, part)) + ".parquet"),
            NAMES.stream().map(n -> new Column(n, type(n))).toList());
  }

  private void endPart() throws IOException {
    if (rows != null) {
      rows.write();
      rows.close();
      rows = null;
    }
  }

  @Override
  public void close() throws IOException {
    significant.close();
    if (rows != null) {
      rows.close();
    }
  }

  private static String type(String name) {
    return TEXTS.contains(name)
        ? "VARCHAR"
        : COUNTS.contains(name) ? "INTEGER" : FLAGS.contains(name) ? "BOOLEAN" : "DOUBLE";
  }
}
