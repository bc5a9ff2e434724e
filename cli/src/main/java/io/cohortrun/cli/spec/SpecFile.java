package io.cohortrun.cli.spec;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cohortrun.crds.v1alpha1.CohortRun;
import io.cohortrun.crds.v1alpha1.RunSchema;
import io.cohortrun.operator.translate.SpecDigest;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** A CohortRun YAML file. */
public final class SpecFile {

  private static final String NAME = "[a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?";

  private SpecFile() {}

  /**
   * Reads, checks and completes a CohortRun as the API server would.
   *
   * @throws BadSpec with every problem of the file; nothing was started
   */
  public static LoadedSpec read(Path file) throws BadSpec {
    RunSchema schema = RunSchema.load();
    YamlDocument document = YamlDocument.parse(file, text(file));
    List<Problem> problems = new ArrayList<>(identity(document));
    if (problems.isEmpty()) {
      List<String> warnings = LocalLimits.warnings(document.root().path("spec"));
      problems.addAll(UnknownFields.find(document, schema.root()));
      schema.applyDefaults(document.root());
      problems.addAll(new SchemaCheck(schema.root()).find(document));
      if (problems.isEmpty()) {
        problems.addAll(new CelRules().find(document, schema.root()));
      }
      if (problems.isEmpty()) {
        return load(document.root(), file, warnings);
      }
    }
    problems.sort(Comparator.comparingInt(Problem::line).thenComparing(Problem::path));
    throw new BadSpec(file, problems);
  }

  private static LoadedSpec load(ObjectNode root, Path file, List<String> warnings) {
    ObjectNode spec = (ObjectNode) root.get("spec");
    Locations.makeAbsolute(spec, file.toAbsolutePath().getParent());
    root.remove("status");
    try {
      return new LoadedSpec(
          new ObjectMapper().treeToValue(root, CohortRun.class), SpecDigest.of(spec), warnings);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("the schema admits what the model does not", e);
    }
  }

  private static List<Problem> identity(YamlDocument document) {
    List<Problem> problems = new ArrayList<>();
    expect(document, problems, "apiVersion", CohortRun.API_VERSION);
    expect(document, problems, "kind", "CohortRun");
    JsonNode name = document.root().at("/metadata/name");
    if (!name.isTextual() || !name.asText().matches(NAME)) {
      problems.add(
          new Problem(
              "metadata.name",
              document.line("metadata.name"),
              "give a name of small letters, digits, - and ."));
    }
    return problems;
  }

  private static void expect(
      YamlDocument document, List<Problem> problems, String field, String value) {
    String found = document.root().path(field).asText();
    if (!found.equals(value)) {
      problems.add(
          new Problem(
              field,
              document.line(field),
              found.isEmpty() ? "is required: " + value : found + " is not " + value));
    }
  }

  private static String text(Path file) throws BadSpec {
    try {
      return Files.readString(file);
    } catch (NoSuchFileException e) {
      throw bad(file, "there is no such file");
    } catch (CharacterCodingException e) {
      throw bad(file, "the file is not UTF-8 text");
    } catch (IOException e) {
      throw bad(file, "the file cannot be read: " + e.getMessage());
    }
  }

  private static BadSpec bad(Path file, String message) {
    return new BadSpec(file, List.of(new Problem("", 0, message)));
  }
}
