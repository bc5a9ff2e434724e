package io.cohortrun.workers.store;

import java.util.List;

/** Rules of object keys, the same for every store. */
final class Keys {

  /** File names with this beginning are unfinished writes and never objects. */
  static final String TEMPORARY = ".cohortrun-tmp-";

  private static final List<String> FORBIDDEN = List.of("", ".", "..");

  private Keys() {}

  /**
   * Returns the key where it is well formed.
   *
   * @throws IllegalArgumentException for empty, dot or temporary segments, control characters and
   *     backslashes: such a key is a fault of the program, never of its input
   */
  static String check(String key) {
    for (String segment : key.split("/", -1)) {
      if (FORBIDDEN.contains(segment) || segment.startsWith(TEMPORARY)) {
        throw new IllegalArgumentException("bad object key: " + key);
      }
    }
    if (key.chars().anyMatch(c -> c < ' ' || c == 0x7f || c == '\\')) {
      throw new IllegalArgumentException("bad object key: " + key);
    }
    return key;
  }

  /** As {@link #check}, for a prefix: empty, or a key that may end with a slash. */
  static String checkPrefix(String prefix) {
    if (!prefix.isEmpty()) {
      check(prefix.endsWith("/") ? prefix.substring(0, prefix.length() - 1) : prefix);
    }
    return prefix;
  }

  /** The folder part of a prefix, with its slash; empty where it has none. */
  static String folder(String prefix) {
    return prefix.substring(0, prefix.lastIndexOf('/') + 1);
  }
}
