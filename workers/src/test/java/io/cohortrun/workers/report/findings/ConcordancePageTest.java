package io.cohortrun.workers.report.findings;

import static org.assertj.core.api.Assertions.assertThat;

import io.cohortrun.workers.store.ObjectStore;
import io.cohortrun.workers.store.Stores;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConcordancePageTest {

  @TempDir private Path folder;

  @Test
  void choicesThatDifferStandAboveTheNumbersThatRestOnThem() throws IOException {
    List<Block> blocks =
        page(
            """
            [{"name":"entropy","here":"pooled-histogram","there":"mean-of-tiles"},
             {"name":"snr","here":"mean-over-sd","there":null}]""");
    assertThat(blocks.get(1).toString()).contains("computed in different ways");
    assertThat(((Block.Table) blocks.get(2)).rows())
        .isEqualTo(
            List.of(
                List.of("entropy", "pooled-histogram", "mean-of-tiles"),
                List.of("snr", "mean-over-sd", "not named")));
    assertThat(blocks.get(3)).isEqualTo(new Block.Heading("Activations"));
  }

  @Test
  void associationsThatWereNotComparedAreNotToldAsZero() throws IOException {
    assertThat(page("[]").getLast().toString())
        .contains("tested no associations")
        .doesNotContain("0");
  }

  @Test
  void nothingIsSaidWhereNoChoiceDiffers() throws IOException {
    assertThat(page("[]").get(1)).isEqualTo(new Block.Heading("Activations"));
  }

  @Test
  void aRecordWithoutChoicesIsSaidToLeaveItOpen() throws IOException {
    assertThat(page("null").get(1).toString()).contains("is not known");
  }

  private List<Block> page(String choices) throws IOException {
    try (ObjectStore store = Stores.open(folder.toString())) {
      RunTables run =
          WrittenTables.of(
              store,
              "concordance.json",
              "{\"other\":{\"name\":\"b\",\"runId\":\"u\"},\"choices\":%s}".formatted(choices));
      return ConcordancePage.of(run).orElseThrow().blocks();
    }
  }
}
