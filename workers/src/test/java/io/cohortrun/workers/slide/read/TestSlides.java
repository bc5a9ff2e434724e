package io.cohortrun.workers.slide.read;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Where the tests' slides lie; the README beside them names origins and licences. */
public final class TestSlides {

  private static final Path RESOURCES = Path.of("src", "test", "resources");
  private static final Path QUICKSTART = Path.of("..", "examples", "quickstart", "slides");

  private TestSlides() {}

  /** By its path in expected-outcomes.tsv; three files are those of the quickstart example. */
  public static Path of(String path) {
    Path here = RESOURCES.resolve(path);
    Path example = QUICKSTART.resolve(Path.of(path).getFileName());
    return Files.exists(here) || !Files.exists(example) ? here : example;
  }

  /** The rows of expected-outcomes.tsv without its header: path, mpp, codes. */
  public static List<String[]> expected() throws IOException {
    return Files.readAllLines(RESOURCES.resolve("expected-outcomes.tsv")).stream()
        .skip(1)
        .map(line -> line.split("\t", -1))
        .toList();
  }
}
