package io.cohortrun.workers.report.findings;

import java.io.IOException;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** What the p-values that count are stratified by: what is known of at least one patient. */
final class TestedWithin {

  private TestedWithin() {}

  /** In words. */
  static String of(RunTables run) throws IOException {
    Set<String> known = new TreeSet<>();
    run.each("patients.csv", l -> Stream.of("type", "site").filter(l::has).forEach(known::add));
    return switch (known.size()) {
      case 2 -> "stratified by type and site";
      case 1 ->
          known.contains("type")
              ? "stratified by type, since no site is known"
              : "stratified by site, since no type is known";
      default -> "of one stratum, since neither type nor site is known";
    };
  }
}
