package io.cohortrun.workers.manifest;

/**
 * One thing wrong with a manifest. Ids and paths are never quoted, since they may name a patient:
 * file, row and column say where to look.
 *
 * @param file name of the manifest without its folder
 * @param row 0-based manifest row, or -1 where the file as a whole is meant
 * @param line 1-based line of the text file where the row begins, or 0 where there are no lines
 * @param column as written in the header, or empty
 * @param message what is wrong and what to do, without place
 */
public record ManifestError(String file, int row, long line, String column, String message) {

  /** Place and message in one sentence; rows are counted from 1 for people. */
  public String sentence() {
    StringBuilder place = new StringBuilder(file);
    if (row >= 0) {
      place.append(", row ").append(row + 1);
    }
    if (line > 0) {
      place.append(row >= 0 ? " (line " + line + ")" : ", line " + line);
    }
    if (!column.isEmpty()) {
      place.append(", column ").append(column);
    }
    return place.append(": ").append(message).toString();
  }
}
