package io.cohortrun.workers.manifest;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.Deque;
import java.util.HexFormat;

/**
 * Paths to absolute {@code file:} URIs without touching the disk (Java's own conversion asks for
 * every path whether it is a folder, and refuses letters outside ASCII on the way back).
 */
final class UriText {

  private static final BitSet PLAIN = plain();

  private static final HexFormat HEX = HexFormat.of().withUpperCase();

  private UriText() {}

  private static BitSet plain() {
    BitSet plain = new BitSet(0x80);
    "-._~!$&'()*+,;=:@/".chars().forEach(plain::set);
    plain.set('0', '9' + 1);
    plain.set('A', 'Z' + 1);
    plain.set('a', 'z' + 1);
    return plain;
  }

  /** {@code file:///...} of an absolute path; everything but plain ASCII becomes UTF-8 escapes. */
  static String ofPath(String absolutePath) {
    return "file://" + escape(absolutePath);
  }

  /** Escapes all that may not stand in the path of a URI. */
  static String escape(String path) {
    StringBuilder out = new StringBuilder(path.length() + 16);
    for (byte b : path.getBytes(StandardCharsets.UTF_8)) {
      char c = (char) (b & 0xff);
      if (PLAIN.get(c)) {
        out.append(c);
      } else {
        out.append('%').append(HEX.toHighHexDigit(b)).append(HEX.toLowHexDigit(b));
      }
    }
    return out.toString();
  }

  /** Undoes the escapes of a URI's path; text with a bare {@code %} was never escaped. */
  static String unescape(String path) {
    if (path.indexOf('%') < 0) {
      return path;
    }
    try {
      return URLDecoder.decode(path.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return path;
    }
  }

  /**
   * Resolves {@code .}, {@code ..} and doubled slashes by the text alone.
   *
   * @return without leading slash, or null where {@code ..} climbs above the start
   */
  static String normal(String path) {
    boolean plain =
        !path.contains("//")
            && !path.contains("/.")
            && !path.startsWith(".")
            && !path.startsWith("/")
            && !path.endsWith("/");
    if (plain) {
      return path;
    }
    Deque<String> parts = new ArrayDeque<>();
    for (String part : path.split("/", -1)) {
      switch (part) {
        case "", "." -> {}
        case ".." -> {
          if (parts.pollLast() == null) {
            return null;
          }
        }
        default -> parts.addLast(part);
      }
    }
    return String.join("/", parts);
  }
}
