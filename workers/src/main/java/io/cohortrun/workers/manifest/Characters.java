package io.cohortrun.workers.manifest;

/** Characters that cannot be seen and have no business in an id or a path. */
final class Characters {

  private Characters() {}

  /** Index of the first control character, line break or lone surrogate, or -1. */
  static int firstControl(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c >= ' ' && c < 0x7f) {
        continue;
      }
      if (Character.isSurrogate(c)) {
        if (!Character.isSupplementaryCodePoint(text.codePointAt(i))) {
          return i;
        }
        i++;
        continue;
      }
      int type = Character.getType(c);
      if (type == Character.CONTROL
          || type == Character.LINE_SEPARATOR
          || type == Character.PARAGRAPH_SEPARATOR) {
        return i;
      }
    }
    return -1;
  }

  /** As above, and invisible format characters, which make two ids look alike. */
  static int firstInvisible(String text) {
    int control = firstControl(text);
    if (control >= 0) {
      return control;
    }
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) > 0x7f && Character.getType(text.charAt(i)) == Character.FORMAT) {
        return i;
      }
    }
    return -1;
  }

  /** Index of the first control character that is no tab or line break, or -1. */
  static int firstInFreeText(String text) {
    String plain = text.replace('\n', ' ').replace('\r', ' ').replace('\t', ' ');
    return firstControl(plain);
  }

  /** What to say of the character at {@code index}. */
  static String complaint(String text, int index) {
    char c = text.charAt(index);
    if (c == '\n' || c == '\r') {
      return "runs over several lines; look for a quote that is not closed";
    }
    return "holds an invisible character (U+%04X, character %d of the cell); type it again"
        .formatted((int) c, index + 1);
  }
}
