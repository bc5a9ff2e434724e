package io.cohortrun.cli.local;

import io.cohortrun.workers.canonical.Sha256;

/** Names local runs. */
final class LocalRunId {

  private LocalRunId() {}

  /**
   * The same spec, manifest and bundle are the same run, which goes on where it stopped.
   *
   * @param spec digest of the spec, hex
   * @param manifest sha256 of the manifest's bytes, hex
   * @param bundle digest of the bundle, hex
   * @return 16 hex digits
   */
  static String of(String spec, String manifest, String bundle) {
    return Sha256.of(spec + "\n" + manifest + "\n" + bundle).substring(0, 16);
  }
}
