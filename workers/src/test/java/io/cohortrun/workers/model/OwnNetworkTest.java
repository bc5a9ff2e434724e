package io.cohortrun.workers.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The example of a team's own network loads and runs as its README says. */
class OwnNetworkTest {

  @Test
  void theExampleRunsAsABundle() throws IOException {
    BundleFolder folder = Bundles.open("../examples/own-network/bundle");
    try (TileModel model = TorchModels.load(folder, "fp32", 1)) {
      TileCounts counts = model.infer(List.of(Tiles.synthetic(3, 512)), 0).getFirst();
      assertThat(counts.positives()).hasSize(2);
      assertThat(counts.histogram()).hasSize(2 * 256);
      assertThat(counts.positives()[0]).isBetween(counts.valid() / 2, counts.valid() - 1);
      assertThat(counts.positives()[1]).isBetween(1, counts.valid() / 2);
    }
  }
}
