package io.cohortrun.workers.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.cohortrun.workers.table.BadTable.Code;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TextTableTest {

  private static final String PLAIN = "id,stage,note\nP1,II,\"a, b\"\nP2,[Not Available],\n";

  @TempDir Path folder;

  @Test
  void anySpellingIsTheSameTable() throws Exception {
    List<List<String>> cells = cells(PLAIN);
    assertThat(cells)
        .containsExactly(
            List.of("id", "stage", "note"),
            List.of("P1", "II", "a, b"),
            List.of("P2", "[Not Available]", ""));
    for (String same :
        List.of(
            "\uFEFF" + PLAIN,
            PLAIN.replace("\n", "\r\n"),
            "# made by a program\n#\n" + PLAIN,
            PLAIN.replace("P2", "# read again\nP2"),
            "id;stage;note\nP1;II;a, b\nP2;[Not Available];\n",
            "id\tstage\tnote\nP1\tII\ta, b\nP2\t[Not Available]\t\n")) {
      assertThat(cells(same)).as(same).isEqualTo(cells);
    }
  }

  @Test
  void aCommaInANameDoesNotHideTheSeparator() throws Exception {
    assertThat(cells("id\tage, years\nP1\t61\nP2\t70\n").getFirst())
        .containsExactly("id", "age, years");
  }

  @Test
  void runsOfBlanksSeparateWhereNothingElseDoes() throws Exception {
    List<List<String>> cells =
        List.of(List.of("id", "stage", "note"), List.of("P1", "II", "a b"), List.of("P2", "I", ""));
    assertThat(cells("id stage note\nP1 II \"a b\"\nP2 I \"\"\n")).isEqualTo(cells);
    assertThat(cells("  id  stage   note \r\n  P1  II  \"a b\"\r\n  P2  I   \"\"\r\n"))
        .isEqualTo(cells);
    assertThat(cells("# by hand\nage sex\nP1 61 f\nP2 70 m\n").getFirst())
        .as("names of rows of R")
        .containsExactly("", "age", "sex");
    assertThat(cells("patient id\nP1\nP2\n").getFirst())
        .as("a name of two words over one column")
        .containsExactly("patient id");
    assertThat(cells("patient id,age\nP 1,61\n").getFirst()).containsExactly("patient id", "age");
    refused("id age\nP1 61\nP2\n", Code.Unreadable, "line 3 has 1 cells");
  }

  @Test
  void aRowThatOnlyLooksLikeACommentIsKept() throws Exception {
    assertThat(cells("id,stage\n#7,II\n")).contains(List.of("#7", "II"));
  }

  @Test
  void namesOfRowsOfRAreAColumnWithoutName() throws Exception {
    assertThat(cells("age\tsex\n1\t61\tf\n2\t70\tm\n"))
        .containsExactly(
            List.of("", "age", "sex"), List.of("1", "61", "f"), List.of("2", "70", "m"));
  }

  @Test
  void gzippedTextIsUnpacked() throws Exception {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(packed)) {
      gzip.write(PLAIN.getBytes(StandardCharsets.UTF_8));
    }
    Path file = Files.write(folder.resolve("t.csv.gz"), packed.toByteArray());
    assertThat(TextTable.read(file).rows()).hasSize(2);
  }

  @Test
  void parquetGivesWhatItHolds() throws Exception {
    Path file = folder.resolve("t.bin");
    ParquetTable.write(
        file,
        List.of(new ParquetTable.Column("id", "VARCHAR"), new ParquetTable.Column("x", "DOUBLE")),
        to -> {
          to.beginRow();
          to.append("P1").append(0.1).endRow();
          to.beginRow();
          to.append("P2").appendNull().endRow();
        });
    assertThat(TextTable.read(file).rows())
        .extracting(TextTable.Row::cells)
        .containsExactly(List.of("P1", "0.1"), List.of("P2", ""));
  }

  @Test
  void whatIsNoTableIsToldWithItsCodeAndLine() throws Exception {
    refused("id,a\nP1,1\nP2,1,2\n", Code.Unreadable, "line 3 has 3 cells where the header has 2");
    refused("id,a\nP1\n", Code.Unreadable, "line 2 has 1 cells");
    refused("id,a\nP1,\"1\n", Code.Unreadable, "line 2: a quote");
    refused("", Code.Unreadable, "empty");
    Path latin =
        Files.write(
            folder.resolve("latin.csv"), "id\nJörg\n".getBytes(StandardCharsets.ISO_8859_1));
    assertThat(catchThrowableOfType(BadTable.class, () -> TextTable.read(latin)))
        .hasMessageContaining("latin.csv: line 2 is not UTF-8")
        .extracting(BadTable::code)
        .isEqualTo(Code.UnsupportedFormat);
    assertThat(
            catchThrowableOfType(BadTable.class, () -> TextTable.read(folder.resolve("none")))
                .code())
        .isEqualTo(Code.NotFound);
    assertThat(catchThrowableOfType(BadTable.class, () -> TextTable.read(folder)).code())
        .isEqualTo(Code.UnsupportedFormat);
  }

  private void refused(String text, Code code, String sentence) {
    BadTable refusal = catchThrowableOfType(BadTable.class, () -> cells(text));
    assertThat(refusal.code()).isEqualTo(code);
    assertThat(refusal).hasMessageContaining(sentence);
  }

  private List<List<String>> cells(String text) throws Exception {
    TextTable table = TextTable.read(Files.writeString(folder.resolve("t.csv"), text));
    List<List<String>> cells = new java.util.ArrayList<>(List.of(table.names()));
    table.rows().forEach(row -> cells.add(row.cells()));
    return cells;
  }
}
