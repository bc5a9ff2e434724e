package io.cohortrun.e2e.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** CohortRuns that people are shown: those of examples, and the YAML of our pages. */
final class DocumentedRuns {

  private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());
  private static final Path ROOT = Path.of("..");
  private static final Pattern BLOCK = Pattern.compile("(?ms)^```yaml\\n(.*?)^```");

  private DocumentedRuns() {}

  /**
   * One of them.
   *
   * @param where file, and which block of it
   * @param run whole, or what a page shows of a spec
   */
  record Shown(String where, ObjectNode run) {

    /** Itself, or the smallest run that has clinical tables, with what is shown of its spec. */
    ObjectNode within(ObjectNode smallest) {
      if (run.has("kind")) {
        return run.deepCopy();
      }
      ObjectNode whole = smallest.deepCopy();
      ObjectNode spec = whole.withObjectProperty("spec");
      spec.withObjectProperty("clinical").putArray("tables").add("clinical.csv");
      spec.setAll(run.has("spec") ? (ObjectNode) run.get("spec") : run);
      return whole;
    }

    @Override
    public String toString() {
      return where;
    }
  }

  static List<Shown> all() throws IOException {
    List<Shown> shown = new ArrayList<>();
    for (Path file : files("examples", "cohortrun.yaml")) {
      shown.add(new Shown(file.toString(), (ObjectNode) YAML.readTree(file.toFile())));
    }
    List<Path> pages = new ArrayList<>(files("docs", ".md"));
    pages.addAll(files("examples", ".md"));
    pages.add(ROOT.resolve("README.md"));
    for (Path page : pages) {
      int number = 0;
      for (MatchResult block : BLOCK.matcher(Files.readString(page)).results().toList()) {
        JsonNode node = YAML.readTree(block.group(1));
        shown.add(new Shown(page + ", block " + ++number, (ObjectNode) node));
      }
    }
    return shown;
  }

  private static List<Path> files(String folder, String end) throws IOException {
    try (Stream<Path> all = Files.walk(ROOT.resolve(folder))) {
      return all.filter(p -> p.toString().endsWith(end)).sorted().toList();
    }
  }
}
