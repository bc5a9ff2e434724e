package io.cohortrun.workers.manifest;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Collects errors: remembers the first ones of the file, counts all. */
final class ErrorList {

  /** A file that is wrong in every row must not fill the memory. */
  private static final int KEPT = 10_000;

  private final String file;
  private final List<ManifestError> kept = new ArrayList<>();
  private int total;

  ErrorList(String file) {
    this.file = file;
  }

  void file(String message) {
    add(-1, 0, "", message);
  }

  void line(long line, String message) {
    add(-1, line, "", message);
  }

  void add(int row, long line, String column, String message) {
    total++;
    if (kept.size() < KEPT) {
      kept.add(new ManifestError(file, row, line, column, message));
    }
  }

  boolean isEmpty() {
    return total == 0;
  }

  ManifestErrors toException() {
    List<ManifestError> sorted = new ArrayList<>(kept);
    sorted.sort(Comparator.comparingInt(ManifestError::row));
    return new ManifestErrors(sorted, total);
  }
}
