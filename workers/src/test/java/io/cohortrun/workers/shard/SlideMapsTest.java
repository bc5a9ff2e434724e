package io.cohortrun.workers.shard;

import static org.assertj.core.api.Assertions.assertThat;

import io.cohortrun.workers.model.Bundle;
import io.cohortrun.workflows.contract.CohortInput;
import io.cohortrun.workflows.contract.OutputSettings;
import io.cohortrun.workflows.contract.RunRef;
import io.cohortrun.workflows.contract.SlideSettings;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class SlideMapsTest {

  private static final Bundle AT_QUARTER_MICRON =
      new Bundle(
          "b",
          "1",
          "torchscript",
          null,
          0.25,
          512,
          256,
          List.of(),
          List.of(),
          List.of(),
          null,
          new TreeMap<>(),
          "",
          "",
          false);

  private static SlideMaps of(String resolution, String profile, String slideId) {
    SlideSettings settings =
        new SlideSettings(
            resolution,
            "default",
            "published",
            "fp32",
            "tissue",
            0.1,
            false,
            0.05,
            new TreeMap<>());
    CohortInput input =
        new CohortInput(
            CohortInput.VERSION,
            new RunRef("u", 1, "file:///out"),
            "n",
            "file:///m.csv",
            "b",
            "",
            "",
            CohortInput.Mode.Run,
            settings,
            new OutputSettings(profile, List.of("chosen"), 0),
            null,
            null,
            List.of());
    return SlideMaps.of(input, slideId, AT_QUARTER_MICRON);
  }

  @Test
  void aPyramidIsTwoMicrometresAPixelAtWhateverResolutionTilesAreRead() {
    assertThat(of("bundle", "Pyramid", "s").mapPx()).isEqualTo(64);
    assertThat(of("paper-literal", "Pyramid", "s").mapPx()).isEqualTo(128);
  }

  @Test
  void fullResolutionIsKeptOfTheChosenSlidesAndAPyramidOfTheOthers() {
    assertThat(of("bundle", "Full", "chosen")).isEqualTo(new SlideMaps("Full", 512));
    assertThat(of("bundle", "Full", "other")).isEqualTo(new SlideMaps("Pyramid", 64));
    assertThat(of("bundle", "Summary", "s").wanted()).isFalse();
  }
}
