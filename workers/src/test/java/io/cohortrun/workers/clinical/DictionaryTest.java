package io.cohortrun.workers.clinical;

import static org.assertj.core.api.Assertions.assertThat;

import de.siegmar.fastcsv.reader.CsvReader;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DictionaryTest {

  @Test
  void namesWithBreaksTabsAndQuotesAreReadAsTheyAreInTheTable() {
    String name = "\"Age\"\n(years)\tat diagnosis";
    Dictionary dictionary =
        new Dictionary(
            List.of(new ClinicalColumn(name, ColumnKind.CONTINUOUS, List.of(), "numbers")),
            List.of(),
            Map.of(name, Dictionary.ALL),
            Map.of("type", name, "site", "another"));
    assertThat(
            CsvReader.builder().fieldSeparator('\t').ofNamedCsvRecord(dictionary.text()).stream()
                .map(row -> row.getFieldsAsMap()))
        .containsExactly(
            Map.of(
                "column",
                name,
                "kind",
                "continuous",
                "levels",
                "",
                "why",
                "numbers",
                "adjusts",
                "all",
                "role",
                "type"));
  }
}
