package io.cohortrun.workers.store;

import io.cohortrun.workers.canonical.Sha256;
import io.cohortrun.workflows.contract.SlideSettings;
import java.util.SortedMap;
import java.util.TreeMap;

/** Slide key inputs for tests. */
final class KeyInputs {

  static final String CONTENT = Sha256.of("slide");

  private KeyInputs() {}

  static SlideKeyInputs of(String content, double mpp, double cd8) {
    SortedMap<String, Double> thresholds = new TreeMap<>();
    thresholds.put("CD3", 0.5);
    thresholds.put("CD8", cd8);
    return new SlideKeyInputs(
        content,
        "demo 1",
        Sha256.of("bundle"),
        mpp,
        0.5,
        512,
        256,
        1,
        "",
        new SlideSettings(
            "default", "published", "fp32", "tissue", 0.1, false, 0.05, new TreeMap<>()),
        thresholds,
        "1",
        "2.7.1",
        "openslide 4.0.0");
  }
}
