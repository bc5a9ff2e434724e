package io.cohortrun.workers.table;

import de.siegmar.fastcsv.reader.CommentStrategy;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import io.cohortrun.workers.table.TextTable.Row;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Reads CSV as people really have it: commas, semicolons or tabs (found from the first lines),
 * quotes with line breaks inside, any line ends, blank lines, comments, a spreadsheet's {@code
 * sep=} line.
 *
 * <p>A line is a comment if it begins with {@code #} and stands before the header, or after it and
 * has fewer cells than it: a row that is a comment by its looks only is kept.
 */
public final class DelimitedText {

  private static final char[] SEPARATORS = {',', ';', '\t'};

  /** So many records tell which separator it is. */
  private static final int LOOK = 10;

  /** A last record of our own: a quote that is never closed swallows it, and rows before it. */
  private static final String END = "\uE000";

  /**
   * What is wrong with the text.
   *
   * @param line 1-based
   */
  public record Problem(long line, String message) {}

  /** What could be read, and what could not. */
  public record Parsed(TextTable table, List<Problem> problems) {}

  private DelimitedText() {}

  /**
   * Reads what can be read.
   *
   * @param text without BOM
   * @param known names in lower case of which the header should have some; may be empty
   */
  public static Parsed read(String text, Set<String> known) {
    List<Problem> problems = new ArrayList<>();
    Character hint = hint(text);
    int lineOffset = hint == null ? 0 : 1;
    String body = text.substring(hint == null ? 0 : text.indexOf('\n') + 1);
    if (body.chars().allMatch(c -> " \t\r\n,;".indexOf(c) >= 0)) {
      return new Parsed(new TextTable(List.of(), List.of()), problems);
    }
    char separator = hint == null ? separator(body, known) : hint;

    List<String> header = List.of();
    List<Row> rows = new ArrayList<>();
    try (CsvReader<CsvRecord> records =
        reader(separator).ofCsvRecord(new StringReader(body + "\n" + END))) {
      for (CsvRecord record : records) {
        List<String> cells = trimmed(record.getFields());
        long line = record.getStartingLineNumber() + lineOffset;
        if (isBlank(cells) || cells.equals(List.of(END)) || isComment(cells, header)) {
          continue;
        }
        if (cells.getLast().endsWith(END)) {
          problems.add(
              new Problem(
                  line,
                  "a quote that is opened in this row is never closed; close it, or double it"
                      + " where it belongs to the text"));
        } else if (header.isEmpty()) {
          header = cells;
        } else {
          rows.add(new Row(line, cells));
        }
      }
    } catch (CsvParseException e) {
      problems.add(
          new Problem(
              rows.isEmpty() ? 1 + lineOffset : rows.getLast().line(),
              "the text after this line is not CSV (%s); look for a quote that is not closed or not doubled"
                  .formatted(e.getCause() == null ? e.getMessage() : e.getCause().getMessage())));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new Parsed(new TextTable(header, rows), problems);
  }

  /**
   * The separator under which the header holds most of the known names; then most names, each
   * record counting that has as many cells (a comma inside of names is in no other line).
   */
  private static char separator(String text, Set<String> known) {
    char best = ',';
    long bestScore = -1;
    for (char candidate : SEPARATORS) {
      List<List<String>> records = firstRecords(text, candidate);
      List<String> names = records.isEmpty() ? List.of() : records.getFirst();
      long found = names.stream().filter(n -> known.contains(n.toLowerCase(Locale.ROOT))).count();
      long alike = records.stream().filter(r -> r.size() == names.size()).count();
      long score = found * 1_000_000_000 + (names.size() - 1) * alike;
      if (score > bestScore) {
        best = candidate;
        bestScore = score;
      }
    }
    return best;
  }

  private static List<List<String>> firstRecords(String text, char separator) {
    List<List<String>> first = new ArrayList<>();
    try (CsvReader<CsvRecord> records = reader(separator).ofCsvRecord(new StringReader(text))) {
      for (CsvRecord record : records) {
        List<String> cells = trimmed(record.getFields());
        if (!isBlank(cells) && !isComment(cells, first.isEmpty() ? List.of() : first.getFirst())) {
          first.add(cells);
        }
        if (first.size() == LOOK) {
          break;
        }
      }
    } catch (CsvParseException e) {
      return first;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return first;
  }

  private static boolean isBlank(List<String> cells) {
    return cells.stream().allMatch(String::isEmpty);
  }

  private static boolean isComment(List<String> cells, List<String> header) {
    return cells.getFirst().startsWith("#") && (header.isEmpty() || cells.size() < header.size());
  }

  private static Character hint(String text) {
    if (text.regionMatches(true, 0, "sep=", 0, 4) && text.length() > 5) {
      char after = text.charAt(5);
      return after == '\r' || after == '\n' ? text.charAt(4) : null;
    }
    return null;
  }

  private static CsvReader.CsvReaderBuilder reader(char separator) {
    return CsvReader.builder()
        .fieldSeparator(separator)
        .quoteCharacter('"')
        .commentStrategy(CommentStrategy.NONE)
        .skipEmptyLines(true)
        .allowExtraFields(true)
        .allowMissingFields(true)
        .trimWhitespacesAroundQuotes(true)
        .detectBomHeader(false);
  }

  private static List<String> trimmed(List<String> fields) {
    return fields.stream().map(Cells::trim).toList();
  }
}
