package io.cohortrun.workers.report.findings;

import static org.assertj.core.api.Assertions.assertThat;

import io.cohortrun.workers.store.ObjectStore;
import io.cohortrun.workers.store.Stores;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class QualityPageTest {

  @TempDir private Path folder;

  @Test
  void aMetricThatNoSlideHasIsNotDrawnAndSpecificityIs() throws IOException {
    List<String> drawn =
        page(12).stream()
            .filter(Block.Plot.class::isInstance)
            .map(b -> ((Block.Plot) b).numbers().id())
            .toList();
    assertThat(drawn).containsExactly("values-box_specificity");
  }

  @Test
  void fewSlidesAreSaidToBeFew() throws IOException {
    assertThat(page(9).toString())
        .contains("Of 9 slides: intervals from fewer than 10 are too narrow");
    assertThat(page(10).toString()).doesNotContain("too narrow");
  }

  private List<Block> page(int slides) throws IOException {
    try (ObjectStore store = Stores.open(folder.toString())) {
      RunTables run =
          WrittenTables.of(
              store,
              "quality.csv",
              """
              channel,metric,bundle,value,lower,upper,n_slides,baseline,difference,p_holm
              CD8,box_specificity,own 1,0.1,-0.1,0.2,%d,,,
              CD8,box_partial,own 1,,,,0,,,
              """
                  .formatted(slides));
      return QualityPage.of(run).orElseThrow().blocks();
    }
  }
}
