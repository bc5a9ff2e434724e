package io.cohortrun.workers.report.findings;

import static org.assertj.core.api.Assertions.assertThat;

import io.cohortrun.workers.store.ObjectStore;
import io.cohortrun.workers.store.RunLayout;
import io.cohortrun.workers.store.Stores;
import io.cohortrun.workflows.contract.RunRef;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RandomWeightsTest {

  private static final String SIGNATURE =
      """
      {"endpoint": "OS", "n": 90, "events": 40, "folds": 5, "sitesWhole": true,
       "gains": [{"against": "CD3", "gain": 0.08, "lower": 0.02, "upper": 0.13, "p": 0.01}]}
      """;

  @TempDir private Path folder;

  @Test
  void aSignatureSaysThatNoCheckRulesRandomWeightsOut() throws IOException {
    assertThat(said("NotApplicable"))
        .hasSize(2)
        .allMatch(text -> text.contains("one of random weights"))
        .allMatch(text -> text.contains("href=validation.html#checks-1"));
    assertThat(said("Failed")).hasSize(2);
  }

  @Test
  void aNetworkThatBeatsItsBaselinesOnPairedMifIsTrusted() throws IOException {
    assertThat(said("Passed")).isEmpty();
  }

  @Test
  void aRunWithoutChecksSaysItToo() throws IOException {
    try (ObjectStore store = Stores.open(folder.toString())) {
      RunTables run = WrittenTables.of(store, "signature.json", SIGNATURE);
      assertThat(RandomWeights.notExcluded(run).toString()).contains("href=methods.html");
    }
  }

  /** Of survival and of the summary, with paired mIF judged so. */
  private List<String> said(String quality) throws IOException {
    try (ObjectStore store = Stores.open(folder.toString())) {
      RunTables run = WrittenTables.of(store, "signature.json", SIGNATURE);
      store.put(
          new RunLayout(new RunRef("u", 1, store.uri())).validation(),
          """
          {"checks": [{"name": "LedgerComplete", "result": "Passed"},
                      {"name": "Quality", "result": "%s"}]}
          """
              .formatted(quality)
              .getBytes(StandardCharsets.UTF_8));
      Optional<FindingsPage> survival = SurvivalPage.of(run);
      FindingsPage summary = SummaryPage.of(run, List.of(survival.orElseThrow()));
      return List.of(survival.orElseThrow(), summary).stream()
          .flatMap(page -> page.blocks().stream())
          .filter(block -> block.toString().contains("random weights"))
          .map(Block::toString)
          .toList();
    }
  }
}
