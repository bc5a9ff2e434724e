package io.cohortrun.workers.clinical;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ColumnInferenceTest {

  /** Spreadsheets of half of Europe write them; taken for texts, a column would go unnoticed. */
  @Test
  void numbersWithDecimalCommasAreToldAsSuch() {
    ClinicalColumn age = ColumnInference.of("age", List.of("61,5", "47", "52,25", "70,1", "NA"));
    assertThat(age.kind()).isEqualTo(ColumnKind.IGNORED);
    assertThat(age.why()).isEqualTo("numbers with commas; write 1.5, not 1,5");
    assertThat(ColumnInference.of("age", List.of("61.5", "47", "52.25", "70.1")).kind())
        .isEqualTo(ColumnKind.CONTINUOUS);
  }
}
