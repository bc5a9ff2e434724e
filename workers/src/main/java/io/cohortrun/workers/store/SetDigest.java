package io.cohortrun.workers.store;

import io.cohortrun.workers.canonical.Sha256;
import java.util.SortedMap;
import java.util.stream.Collectors;

/** The content digest of a slide that is a set of files. */
final class SetDigest {

  private SetDigest() {}

  /**
   * A single file's own digest; else the digest of the main file's name and one line {@code digest
   * name} per file.
   *
   * @param main name of the file that was asked for; empty for a folder
   * @param files name to sha256
   */
  static String of(String main, SortedMap<String, String> files) {
    if (files.size() == 1 && files.containsKey(main)) {
      return files.get(main);
    }
    return Sha256.of(
        files.entrySet().stream()
            .map(e -> e.getValue() + " " + e.getKey() + "\n")
            .collect(Collectors.joining("", "main " + main + "\n", "")));
  }
}
