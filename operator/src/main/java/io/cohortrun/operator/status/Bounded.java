package io.cohortrun.operator.status;

/**
 * Text that fits, whoever wrote it: a status has a constant size by construction, and what stands
 * in it may be the words of a kubelet, a webhook or a driver.
 */
final class Bounded {

  /** Most bytes of a condition's sentence; twelve of them and all else are under 16 KB. */
  static final int SENTENCE = 512;

  /** Most bytes of a condition's reason: mostly ours, and the type of a workflow's failure. */
  static final int REASON = 64;

  private static final int ESCAPED = 6;

  private Bounded() {}

  /** The beginning that takes so many bytes at most, as JSON in UTF-8. */
  static String of(String text, int bytes) {
    int left = bytes;
    int end = 0;
    while (end < text.length()) {
      int point = text.codePointAt(end);
      left -= bytes(point);
      if (left < 0) {
        break;
      }
      end += Character.charCount(point);
    }
    return text.substring(0, end);
  }

  /** As the API server writes it at the most: it escapes more than JSON asks for. */
  private static int bytes(int point) {
    if (point < ' '
        || "<>&\u2028\u2029".indexOf(point) >= 0
        || Character.getType(point) == Character.SURROGATE) {
      return ESCAPED;
    }
    if (point == '"' || point == '\\') {
      return 2;
    }
    if (point < 0x80) {
      return 1;
    }
    if (point < 0x800) {
      return 2;
    }
    return point < Character.MIN_SUPPLEMENTARY_CODE_POINT ? 3 : 4;
  }
}
