package io.cohortrun.workers.report.findings;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;
import java.util.Map;

/** A part of a page, as its script draws it. Texts are text, never markup. */
@JsonTypeInfo(use = JsonTypeInfo.Id.SIMPLE_NAME, property = "kind")
sealed interface Block {

  /** A section begins. */
  record Heading(String text) implements Block {}

  /**
   * A sentence or several.
   *
   * @param href where the numbers of it stand, as {@code page.html#table-row}; null for none
   */
  record Paragraph(String text, String href) implements Block {

    Paragraph(String text) {
      this(text, null);
    }
  }

  /**
   * What a reader must not overlook.
   *
   * @param href as of a paragraph
   */
  record Warning(String text, String href) implements Block {

    Warning(String text) {
      this(text, null);
    }
  }

  /**
   * Names and values.
   *
   * @param id of its pairs: pair 3 is {@code #id-3}; null where nothing leads to them
   */
  record Facts(String id, List<List<Object>> pairs) implements Block {

    Facts(List<List<Object>> pairs) {
      this(null, pairs);
    }
  }

  /**
   * A table, shown a page at a time.
   *
   * @param id of its rows: row 7 is {@code #id-7}
   * @param rows [row][column]: text, number, truth or null
   * @param left rows that were left out since there were too many; the file has them
   * @param file they are in, beside {@code report/}; null where it is the whole table
   */
  record Table(
      String id,
      String caption,
      List<String> columns,
      List<List<Object>> rows,
      int left,
      String file)
      implements Block {

    Table(String id, String caption, List<String> columns, List<List<Object>> rows) {
      this(id, caption, columns, rows, 0, null);
    }
  }

  /**
   * A figure and, as its equivalent in words, what it shows and its numbers.
   *
   * @param draw name of the drawing in {@code plots.js}
   * @param options of that drawing
   * @param numbers what is drawn
   */
  record Plot(String draw, String title, String says, Map<String, Object> options, Table numbers)
      implements Block {}

  /**
   * The cohort from what was asked to what was analysed.
   *
   * @param steps in order
   */
  record Flow(List<Step> steps) implements Block {

    /** Who is left; {@code losses} came before it. {@code row} is its line in the table. */
    record Step(String name, int row, long slides, long patients, List<Loss> losses) {}

    /** Who was lost, and why. */
    record Loss(int row, long slides, long patients, String reason) {}
  }

  /** Links, each with what it leads to. */
  record Links(List<Link> links) implements Block {

    /** One of them. */
    record Link(String href, String name, String about) {}
  }
}
