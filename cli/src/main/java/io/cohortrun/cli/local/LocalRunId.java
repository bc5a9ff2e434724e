package io.cohortrun.cli.local;

import io.cohortrun.workers.canonical.Sha256;
import java.util.List;

/** Names local runs. */
final class LocalRunId {

  private LocalRunId() {}

  /**
   * The same spec, manifest, bundle and clinical files are the same run, which goes on where it
   * stopped.
   *
   * @param digests of each, hex; of clinical files only where the spec uses some
   * @return 16 hex digits
   */
  static String of(List<String> digests) {
    return Sha256.of(String.join("\n", digests)).substring(0, 16);
  }
}
