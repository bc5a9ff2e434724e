package io.cohortrun.workers.store;

import io.cohortrun.workers.canonical.Sha256;
import java.util.SortedMap;
import java.util.stream.Collectors;

/** The content digest of a slide that is a set of files. */
final class SetDigest {

  private SetDigest() {}

  /**
   * A single file's own digest; else the digest of one line {@code digest name} per file: by which
   * of its names a slide was asked for makes no difference.
   *
   * @param files name to sha256
   */
  static String of(SortedMap<String, String> files) {
    if (files.size() == 1) {
      return files.get(files.firstKey());
    }
    return Sha256.of(
        files.entrySet().stream()
            .map(e -> e.getValue() + " " + e.getKey() + "\n")
            .collect(Collectors.joining()));
  }
}
