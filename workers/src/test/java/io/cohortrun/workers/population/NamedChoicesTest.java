package io.cohortrun.workers.population;

import static org.assertj.core.api.Assertions.assertThat;

import io.cohortrun.workers.canonical.Json;
import io.cohortrun.workers.cohort.RunRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class NamedChoicesTest {

  @Test
  void eachChoiceIsExplainedUnderItsName() throws IOException {
    String explained = Files.readString(Path.of("../docs/statistics.md"));
    NamedChoices.ALL.forEach(
        (point, choice) ->
            assertThat(explained).contains("| `%s` | `%s` |".formatted(point, choice)));
  }

  @Test
  void aRecordOfAnEarlierReleaseIsReadWithoutThem() throws IOException {
    String earlier = "{\"format\":\"cohortrun.run/1\",\"state\":\"Complete\",\"rows\":3}";
    assertThat(Json.MAPPER.readValue(earlier, RunRecord.class).choices()).isNull();
  }
}
