package io.cohortrun.workers.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.cohortrun.workers.canonical.Sha256;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SlideKeyTest {

  @Test
  void equalInputsGiveTheSameKeyForEver() {
    SlideKeyInputs inputs = KeyInputs.of(KeyInputs.CONTENT, 0.25, 0.5);
    assertThat(new String(SlideKey.canonical(inputs), UTF_8))
        .isEqualTo(
            "{\"version\":1,\"inputs\":{\"contentDigest\":\"%s\",\"bundle\":\"demo 1\",\"bundleDigest\":\"%s\",\"mpp\":0.25,\"targetMpp\":0.5,\"tilePx\":512,\"windowPx\":256,\"maskVersion\":1,\"roiDigest\":\"\",\"settings\":{\"resolution\":\"bundle\",\"maskProfile\":\"default\",\"tiling\":\"published\",\"precision\":\"fp32\",\"validPixels\":\"tissue\",\"minTissueFraction\":0.1,\"allowUpsample\":false,\"badTileBudget\":0.05,\"thresholds\":{}},\"thresholds\":{\"CD3\":0.5,\"CD8\":0.5},\"featureVersion\":\"1\",\"libtorch\":\"2.7.1\",\"reader\":\"openslide 4.0.0\"}}"
                .formatted(KeyInputs.CONTENT, Sha256.of("bundle")));
    assertThat(SlideKey.of(inputs))
        .isEqualTo(SlideKey.of(KeyInputs.of(KeyInputs.CONTENT, 0.25, 0.5)))
        .hasSize(64);
  }

  @Test
  void everyInputThatChangesNumbersChangesTheKey() {
    Set<String> keys =
        Stream.of(
                KeyInputs.of(KeyInputs.CONTENT, 0.25, 0.5),
                KeyInputs.of(KeyInputs.CONTENT, 0.25, 0.6),
                KeyInputs.of(KeyInputs.CONTENT, Math.nextUp(0.25), 0.5),
                KeyInputs.of(Sha256.of("one pixel"), 0.25, 0.5))
            .map(SlideKey::of)
            .collect(Collectors.toSet());
    assertThat(keys).hasSize(4);
  }
}
