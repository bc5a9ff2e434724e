package io.cohortrun.e2e.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The built-in demo as a team's own bundle, but for something in its {@code bundle.json}. */
public final class DemoBundle {

  private static final Path DEMO =
      Path.of("../workers/src/main/resources/io/cohortrun/workers/model/demo");

  private DemoBundle() {}

  /** Writes it to a new folder; what a regular expression finds first is replaced. */
  public static void write(Path folder, String found, String replacement) throws IOException {
    Files.createDirectories(folder);
    for (String file : List.of("model.pt", "golden.npz")) {
      Files.copy(DEMO.resolve(file), folder.resolve(file));
    }
    String json = Files.readString(DEMO.resolve("bundle.json"));
    String changed = json.replaceFirst(found, replacement);
    assertThat(changed).isNotEqualTo(json);
    Files.writeString(folder.resolve("bundle.json"), changed);
  }
}
