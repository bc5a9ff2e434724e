package io.cohortrun.crds.v1alpha1;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.fasterxml.jackson.dataformat.yaml.util.StringQuotingChecker;
import io.fabric8.crdv2.generator.CRDGenerator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The CRD as it is made from the beans. */
record Crd(ObjectNode tree) {

  private static final YAMLMapper YAML =
      YAMLMapper.builder(YAMLFactory.builder().stringQuotingChecker(new NumbersOfYaml11()).build())
          .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
          .disable(YAMLGenerator.Feature.SPLIT_LINES)
          .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
          .build();

  /** kubectl and Helm read 2025_10_03 as a number where no quotes say that it is none. */
  private static final class NumbersOfYaml11 extends StringQuotingChecker.Default {

    private static final long serialVersionUID = 1L;

    @Override
    public boolean needToQuoteValue(String value) {
      return super.needToQuoteValue(value) || value.matches("[-+]?[0-9][0-9_.,:eE+-]*");
    }
  }

  /** The generator sorts columns by path; people read the state first. */
  private static final List<String> COLUMNS =
      List.of("State", "Done", "Total", "Failed", "Percent", "ETA", "Age", "Slides/h", "Pending");

  static Crd generate() {
    try {
      Path dir = Files.createTempDirectory("crd");
      new CRDGenerator()
          .customResourceClasses(CohortRun.class)
          .withParallelGenerationEnabled(false)
          .forCRDVersions("v1")
          .inOutputDir(dir.toFile())
          .generate();
      Path file = dir.resolve("cohortruns.cohortrun.io-v1.yml");
      ObjectNode tree = (ObjectNode) YAML.readTree(Files.readString(file));
      Files.delete(file);
      Files.delete(dir);
      return new Crd(finish(tree));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static ObjectNode finish(ObjectNode tree) {
    ObjectNode version = (ObjectNode) tree.at("/spec/versions/0");
    ArrayNode columns = version.arrayNode();
    for (String name : COLUMNS) {
      version.get("additionalPrinterColumns").forEach(c -> addIf(columns, c, name));
    }
    version.set("additionalPrinterColumns", columns);
    ObjectNode root = (ObjectNode) version.at("/schema/openAPIV3Schema");
    root.put("description", "These slides, this model, these analyses, this place for results.");
    root.putArray("required").add("spec");
    describe(root, "spec", "What is asked for.");
    describe(root, "status", "What is known; written by the operator.");
    wholeNumbers(root);
    return tree;
  }

  private static void addIf(ArrayNode columns, JsonNode column, String name) {
    if (column.get("name").asText().equals(name)) {
      columns.add(column);
    }
  }

  private static void describe(ObjectNode root, String property, String text) {
    ((ObjectNode) root.at("/properties/" + property)).put("description", text);
  }

  private static void wholeNumbers(JsonNode node) {
    if (node instanceof ObjectNode object && object.path("type").asText().equals("integer")) {
      for (String bound : List.of("minimum", "maximum")) {
        if (object.has(bound)) {
          object.set(bound, LongNode.valueOf(object.get(bound).asLong()));
        }
      }
    }
    node.forEach(Crd::wholeNumbers);
  }

  /** openAPIV3Schema of the only version. */
  JsonNode schema() {
    return tree.at("/spec/versions/0/schema/openAPIV3Schema");
  }

  String yaml() {
    try {
      return "# Generated from the model; to write it: "
          + GeneratedFiles.REGENERATE
          + "\n"
          + YAML.writeValueAsString(tree);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
