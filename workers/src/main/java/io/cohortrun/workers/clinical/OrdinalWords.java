package io.cohortrun.workers.clinical;

import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Scales whose words have an order that everybody knows. */
enum OrdinalWords {
  /** Tumour stage: {@code Stage IIIA}, {@code iib}, {@code 3}; sub-stages count as their stage. */
  STAGE(
      "(?:(?:ajcc|figo|pathologic(?:al)?|clinical)?\\s*stage\\s*)?(0|is|iv|i{1,3}|[1-4])\\s*[a-d]?\\d?") {
    @Override
    int code(String word) {
      return switch (word) {
        case "0", "is" -> 0;
        case "i", "1" -> 1;
        case "ii", "2" -> 2;
        case "iii", "3" -> 3;
        default -> 4;
      };
    }
  },
  /** Grade of differentiation: {@code G2}, {@code grade 2}. */
  GRADE("(?:g|grade\\s*)([1-4])") {
    @Override
    int code(String word) {
      return Integer.parseInt(word);
    }
  };

  /** Names of the codes 0 to 4. */
  static final List<String> STAGES = List.of("0", "I", "II", "III", "IV");

  private final Pattern pattern;

  OrdinalWords(String pattern) {
    this.pattern = Pattern.compile(pattern);
  }

  abstract int code(String word);

  /** Code of a cell; empty for a word that is none of this scale, such as {@code Stage X}. */
  OptionalInt of(String cell) {
    Matcher found = pattern.matcher(cell.toLowerCase(Locale.ROOT));
    return found.matches() ? OptionalInt.of(code(found.group(1))) : OptionalInt.empty();
  }

  /** Names of the codes of this scale, lowest first. */
  List<String> levels() {
    return this == STAGE ? STAGES : List.of("G0", "G1", "G2", "G3", "G4");
  }
}
