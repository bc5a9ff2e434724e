package io.cohortrun.workers.store;

import io.cohortrun.workers.canonical.Json;
import io.cohortrun.workers.canonical.Sha256;
import io.cohortrun.workers.model.NumericClass;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/**
 * How far workers were off when they loaded a bundle, under {@code golden/<bundle digest>/}: beside
 * the slide results that they made, and shared by runs like these. An object is named by its
 * content, so that equal workers leave one.
 */
public record GoldenRecords(ObjectStore store) {

  private static final String GOLDEN = "golden/";

  private record Drift(NumericClass numericClass, double drift) {}

  /**
   * Records a load.
   *
   * @param drift largest difference on the golden pair, as a share of what the bundle tolerates
   */
  public void record(String bundleDigest, NumericClass numericClass, double drift)
      throws IOException {
    byte[] bytes = Json.MAPPER.writeValueAsBytes(new Drift(numericClass, drift));
    store.createIfAbsent(prefix(bundleDigest) + Sha256.of(bytes) + ".json", bytes);
  }

  /** The largest of each class that was recorded. */
  public Map<NumericClass, Double> worst(String bundleDigest) throws IOException {
    Map<NumericClass, Double> worst = new HashMap<>();
    for (String key : store.list(prefix(bundleDigest))) {
      byte[] bytes = store.get(key).orElseThrow(() -> new IOException(key + " disappeared"));
      Drift one = Json.MAPPER.readValue(bytes, Drift.class);
      worst.merge(one.numericClass, one.drift, Math::max);
    }
    return worst;
  }

  private static String prefix(String bundleDigest) {
    return GOLDEN + bundleDigest + "/";
  }
}
