package io.cohortrun.workers.model;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * An opened bundle: its files match {@code bundle.json}; the network has not been loaded yet.
 *
 * @param dir holds {@code bundle.json}, {@code model.pt} and {@code golden.npz}; never written to
 * @param bundle what {@code bundle.json} says, thresholds overridden where asked
 * @param digest sha256 over the sorted digests of the three files, lower-case hex
 */
public record BundleFolder(Path dir, Bundle bundle, String digest) {

  /** The network. */
  public Path model() {
    return dir.resolve(Bundles.MODEL);
  }

  /** The golden pair. */
  public Path golden() {
    return dir.resolve(Bundles.GOLDEN);
  }

  /**
   * The same bundle judged by other thresholds. The digest stays: slide keys carry overrides beside
   * it.
   *
   * @param overrides channel id to probability threshold in (0, 1)
   * @throws ModelRejected an unknown channel or a threshold out of range, all at once
   */
  public BundleFolder withThresholds(Map<String, Double> overrides) {
    List<String> errors = BundleCheck.thresholds(bundle, overrides);
    if (!errors.isEmpty()) {
      throw new ModelRejected(ModelRejected.Code.Invalid, String.join("; ", errors));
    }
    return new BundleFolder(dir, bundle.withThresholds(overrides), digest);
  }
}
