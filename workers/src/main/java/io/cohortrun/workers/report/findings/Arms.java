package io.cohortrun.workers.report.findings;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Who is with a binary attribute, as the run's {@code dictionary.tsv} has it.
 *
 * @param levels by attribute: the one that tests take for 1, a word or a number
 */
record Arms(Map<String, String> levels) {

  static Arms of(RunTables run) throws IOException {
    Map<String, String> levels = new LinkedHashMap<>();
    for (Line column : run.table("dictionary.tsv")) {
      if (column.is("kind", "binary")) {
        String[] both = column.text("levels").split(" < ", -1);
        levels.put(column.text("column"), both[both.length - 1].split("\\|", 2)[0]);
      }
    }
    return new Arms(levels);
  }

  /** The attribute, and its level where the name alone does not say which: SEX = Male. */
  String with(String attribute) {
    String level = levels.getOrDefault(attribute, "1");
    return level.isEmpty() || level.equals("1") ? attribute : attribute + " = " + level;
  }
}
