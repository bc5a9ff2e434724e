package io.cohortrun.workers.clinical;

import java.util.List;

/**
 * What a column means.
 *
 * @param name as in the table
 * @param levels values of a binary or categorical column, or of an ordinal one that is not of
 *     numbers: lowest first, index = code, {@code a|b} for two that are one; else empty
 * @param why the kind was inferred, or {@code given}
 */
public record ClinicalColumn(String name, ColumnKind kind, List<String> levels, String why) {

  /** Levels as people read them; empty for numbers. */
  public List<String> words() {
    return levels.stream().map(level -> level.split("\\|", 2)[0]).toList();
  }
}
