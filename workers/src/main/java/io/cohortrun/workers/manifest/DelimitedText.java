package io.cohortrun.workers.manifest;

import de.siegmar.fastcsv.reader.CommentStrategy;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import io.cohortrun.workers.manifest.RawTable.RawRow;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Reads CSV as people really have it: commas, semicolons or tabs (found from the header), quotes
 * with line breaks inside, any line ends, blank lines, a spreadsheet's {@code sep=} line.
 */
final class DelimitedText {

  private static final char[] SEPARATORS = {',', ';', '\t'};

  /** A last record of our own: a quote that is never closed swallows it, and rows before it. */
  private static final String END = "\uE000";

  private DelimitedText() {}

  /** Reads what can be read; what cannot is told to {@code errors}. */
  static RawTable read(String text, ErrorList errors) {
    Character hint = hint(text);
    int skipped = hint == null ? 0 : text.indexOf('\n') + 1;
    String body = text.substring(skipped);
    if (body.chars().allMatch(c -> " \t\r\n,;".indexOf(c) >= 0)) {
      return new RawTable(List.of(), List.of());
    }
    char separator = hint == null ? separator(body) : hint;
    int lineOffset = hint == null ? 0 : 1;

    List<String> header = List.of();
    List<RawRow> rows = new ArrayList<>();
    try (CsvReader<CsvRecord> records =
        reader(separator).ofCsvRecord(new StringReader(body + "\n" + END))) {
      for (CsvRecord record : records) {
        List<String> cells = trimmed(record.getFields());
        if (cells.stream().allMatch(String::isEmpty) || cells.equals(List.of(END))) {
          continue;
        }
        if (cells.getLast().endsWith(END)) {
          errors.line(
              record.getStartingLineNumber() + lineOffset,
              "a quote that is opened in this row is never closed; close it, or double it where it"
                  + " belongs to the text");
        } else if (header.isEmpty()) {
          header = cells;
        } else {
          rows.add(new RawRow(record.getStartingLineNumber() + lineOffset, cells));
        }
      }
    } catch (CsvParseException e) {
      errors.line(
          rows.isEmpty() ? 1 + lineOffset : rows.getLast().line(),
          "the text after this line is not CSV (%s); look for a quote that is not closed or not doubled"
              .formatted(e.getCause() == null ? e.getMessage() : e.getCause().getMessage()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new RawTable(header, rows);
  }

  /** The separator under which the first non-blank record holds most of the known names. */
  static char separator(String text) {
    char best = ',';
    long bestScore = -1;
    for (char candidate : SEPARATORS) {
      List<String> names = firstRecord(text, candidate);
      long known = names.stream().filter(n -> Columns.isKnown(n.toLowerCase(Locale.ROOT))).count();
      long score = known * 1_000_000 + names.size();
      if (score > bestScore) {
        best = candidate;
        bestScore = score;
      }
    }
    return best;
  }

  private static List<String> firstRecord(String text, char separator) {
    try (CsvReader<CsvRecord> records = reader(separator).ofCsvRecord(new StringReader(text))) {
      for (CsvRecord record : records) {
        List<String> cells = trimmed(record.getFields());
        if (!cells.stream().allMatch(String::isEmpty)) {
          return cells;
        }
      }
    } catch (CsvParseException e) {
      return List.of();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return List.of();
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
    List<String> cells = new ArrayList<>(fields.size());
    for (String field : fields) {
      cells.add(Trim.spaces(field));
    }
    return cells;
  }
}
