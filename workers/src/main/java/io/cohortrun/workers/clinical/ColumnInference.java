package io.cohortrun.workers.clinical;

import io.cohortrun.workers.table.Cells;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** Infers what a column means from its name and values. */
final class ColumnInference {

  /** A column is of a kind if so large a share of its known values is; the others are told. */
  private static final double SHARE = 0.9;

  /** Whole numbers of at most so many values are codes with an order, such as ECOG's. */
  private static final int CODES = 6;

  /** A text of more values names nothing that patients have in common. */
  private static final int CATEGORIES = 25;

  private static final Pattern DATE =
      Pattern.compile("\\d{4}-\\d{2}-\\d{2}.*|\\d{1,2}[./]\\d{1,2}[./]\\d{2,4}");

  private static final Pattern DECIMAL_COMMA = Pattern.compile("[+-]?\\d+,\\d+");

  /** Of a pair of values the one that is asked about. */
  private static final Set<String> ASKED =
      Set.of(
          "1",
          "true",
          "t",
          "yes",
          "y",
          "positive",
          "pos",
          "+",
          "present",
          "high",
          "mutant",
          "mutated",
          "mut",
          "dead",
          "deceased",
          "msi-h",
          "msi",
          "abnormal",
          "case");

  private ColumnInference() {}

  /**
   * Infers.
   *
   * @param values of all patients; missing ones do not count
   */
  static ClinicalColumn of(String name, List<String> values) {
    List<String> known =
        values.stream().filter(v -> !Cells.isMissing(v) && !Cells.isInfinite(v)).toList();
    Map<String, Integer> counts = new TreeMap<>();
    known.forEach(v -> counts.merge(Cells.canonical(v), 1, Integer::sum));
    if (name.isEmpty()) {
      return ignored(name, "has no name");
    }
    if (counts.isEmpty()) {
      return ignored(name, "has no value");
    }
    if (counts.size() == 1) {
      return ignored(name, "has one value only");
    }
    for (OrdinalWords scale : OrdinalWords.values()) {
      boolean words = !numbers(known) || normal(name).contains(normal(scale.name()));
      if (words
          && share(known, v -> scale.of(v).isPresent()) >= SHARE
          && distinctCodes(scale, known) > 1) {
        return new ClinicalColumn(
            name, ColumnKind.ORDINAL, scale.levels(), "words of " + normal(scale.name()));
      }
    }
    if (counts.size() == 2) {
      return new ClinicalColumn(name, ColumnKind.BINARY, pair(counts), "two values");
    }
    if (share(known, Cells::isNumber) >= SHARE) {
      return numeric(name, known.stream().filter(Cells::isNumber).toList());
    }
    if (share(known, v -> Cells.isNumber(v) || DECIMAL_COMMA.matcher(v).matches()) >= SHARE) {
      return ignored(name, "numbers with commas; write 1.5, not 1,5");
    }
    if (share(known, v -> DATE.matcher(v).matches()) >= SHARE) {
      return ignored(name, "dates; give times from diagnosis");
    }
    if (counts.size() > Math.min(CATEGORIES, Math.max(3, known.size() / 3))) {
      return ignored(name, "%d different texts".formatted(counts.size()));
    }
    return new ClinicalColumn(
        name,
        ColumnKind.CATEGORICAL,
        List.copyOf(counts.keySet()),
        "%d texts".formatted(counts.size()));
  }

  private static ClinicalColumn numeric(String name, List<String> numbers) {
    long distinct = numbers.stream().mapToDouble(Double::parseDouble).distinct().count();
    boolean whole =
        numbers.stream().mapToDouble(Double::parseDouble).allMatch(v -> v == Math.rint(v));
    if (whole && distinct <= CODES) {
      return new ClinicalColumn(
          name, ColumnKind.ORDINAL, List.of(), "%d whole numbers".formatted(distinct));
    }
    if (whole && distinct == numbers.size() && runs(numbers)) {
      return ignored(name, "numbers the rows");
    }
    return new ClinicalColumn(name, ColumnKind.CONTINUOUS, List.of(), "numbers");
  }

  private static boolean runs(List<String> numbers) {
    for (int i = 1; i < numbers.size(); i++) {
      if (Double.parseDouble(numbers.get(i)) != Double.parseDouble(numbers.get(i - 1)) + 1) {
        return false;
      }
    }
    return true;
  }

  /** Both values, the one that is asked about second; without such a one by number or alphabet. */
  private static List<String> pair(Map<String, Integer> counts) {
    List<String> both = new ArrayList<>(counts.keySet());
    if (numbers(both)) {
      both.sort(Comparator.comparingDouble(Double::parseDouble));
    } else if (isAsked(both.getFirst()) && !isAsked(both.getLast())) {
      both = both.reversed();
    }
    return List.copyOf(both);
  }

  /** Also the number before cBioPortal's {@code 1:DECEASED}. */
  static boolean isAsked(String value) {
    return ASKED.contains(value.toLowerCase(Locale.ROOT).replaceFirst("^([01]):.*", "$1"));
  }

  private static long distinctCodes(OrdinalWords scale, List<String> known) {
    return known.stream().map(scale::of).filter(c -> c.isPresent()).distinct().count();
  }

  private static boolean numbers(List<String> values) {
    return values.stream().allMatch(Cells::isNumber);
  }

  private static double share(List<String> known, Predicate<String> is) {
    return (double) known.stream().filter(is).count() / known.size();
  }

  private static ClinicalColumn ignored(String name, String why) {
    return new ClinicalColumn(name, ColumnKind.IGNORED, List.of(), why);
  }

  /** A name without case, spaces and punctuation. */
  static String normal(String name) {
    return name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
  }
}
