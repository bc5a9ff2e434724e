package io.cohortrun.cli.spec;

/**
 * One thing wrong with a file.
 *
 * @param path dotted field path, e.g. {@code spec.slides.badTileBudget}; empty for the whole file
 * @param line from 1, 0 where there is none
 * @param message what is wrong and what to do, without the path
 */
public record Problem(String path, int line, String message) {

  /** {@code line 7: spec.model.bundle: is required}. */
  @Override
  public String toString() {
    return (line > 0 ? "line " + line + ": " : "") + (path.isEmpty() ? "" : path + ": ") + message;
  }
}
