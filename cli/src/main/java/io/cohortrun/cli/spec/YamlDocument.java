package io.cohortrun.cli.spec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * The one document of a YAML file, with the line of each value.
 *
 * @param root the mapping at the top
 * @param lines dotted path (list items as {@code [0]}) to line, from 1
 */
record YamlDocument(ObjectNode root, Map<String, Integer> lines) {

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  /** Deeper files are an attack, not a run. */
  private static final int MAX_DEPTH = 30;

  static YamlDocument parse(Path file, String text) throws BadSpec {
    List<Node> documents = new ArrayList<>();
    LoaderOptions options = new LoaderOptions();
    options.setNestingDepthLimit(MAX_DEPTH);
    options.setMaxAliasesForCollections(10);
    try {
      for (Node node : new Yaml(options).composeAll(new java.io.StringReader(text))) {
        documents.add(node);
      }
    } catch (MarkedYAMLException e) {
      Mark mark = e.getProblemMark();
      throw bad(file, mark == null ? 0 : mark.getLine() + 1, "not YAML: " + e.getProblem());
    } catch (org.yaml.snakeyaml.error.YAMLException e) {
      throw bad(file, 0, "not YAML: " + e.getMessage());
    }
    documents.removeIf(d -> d instanceof ScalarNode s && s.getTag().equals(Tag.NULL));
    if (documents.size() != 1) {
      throw bad(
          file,
          documents.size() > 1 ? line(documents.get(1)) : 0,
          documents.isEmpty()
              ? "the file is empty; it needs one CohortRun"
              : "the file holds " + documents.size() + " documents; give each run its own file");
    }
    Map<String, Integer> lines = new HashMap<>();
    List<Problem> problems = new ArrayList<>();
    JsonNode root = new Tree(lines, problems).convert(documents.getFirst(), "", 0);
    if (!(root instanceof ObjectNode object)) {
      throw bad(file, 1, "the file is not a mapping; it needs one CohortRun");
    }
    if (!problems.isEmpty()) {
      throw new BadSpec(file, problems);
    }
    return new YamlDocument(object, lines);
  }

  /** Line of a path, or of the nearest part of the file around it. */
  int line(String path) {
    for (String p = path; !p.isEmpty(); p = p.substring(0, Math.max(0, parentEnd(p)))) {
      Integer line = lines.get(p);
      if (line != null) {
        return line;
      }
    }
    return 0;
  }

  private static int parentEnd(String path) {
    return Math.max(path.lastIndexOf('.'), path.lastIndexOf('['));
  }

  private static int line(Node node) {
    return node.getStartMark().getLine() + 1;
  }

  private static BadSpec bad(Path file, int line, String message) {
    return new BadSpec(file, List.of(new Problem("", line, message)));
  }

  /** Node graph to JSON, with the core types of YAML that JSON has; dates stay text. */
  private record Tree(Map<String, Integer> lines, List<Problem> problems) {

    JsonNode convert(Node node, String path, int depth) {
      lines.putIfAbsent(path, line(node));
      if (depth > MAX_DEPTH) {
        problems.add(new Problem(path, line(node), "is nested too deeply"));
        return JSON.nullNode();
      }
      return switch (node) {
        case MappingNode mapping -> object(mapping, path, depth);
        case SequenceNode sequence -> {
          var array = JSON.arrayNode();
          Iterator<Node> items = sequence.getValue().iterator();
          for (int i = 0; items.hasNext(); i++) {
            array.add(convert(items.next(), path + "[" + i + "]", depth + 1));
          }
          yield array;
        }
        case ScalarNode scalar -> scalar(scalar, path);
        default -> JSON.nullNode();
      };
    }

    private ObjectNode object(MappingNode mapping, String path, int depth) {
      ObjectNode object = JSON.objectNode();
      for (NodeTuple entry : mapping.getValue()) {
        if (!(entry.getKeyNode() instanceof ScalarNode key)) {
          problems.add(new Problem(path, line(entry.getKeyNode()), "has a key that is no text"));
          continue;
        }
        String child = path.isEmpty() ? key.getValue() : path + "." + key.getValue();
        if (object.has(key.getValue())) {
          problems.add(new Problem(child, line(key), "is given twice; remove one"));
        }
        lines.put(child, line(key));
        object.set(key.getValue(), convert(entry.getValueNode(), child, depth + 1));
      }
      return object;
    }

    private JsonNode scalar(ScalarNode scalar, String path) {
      String text = scalar.getValue();
      String number = text.replace("_", "");
      try {
        return switch (scalar.getTag().getValue()) {
          case "tag:yaml.org,2002:null" -> JSON.nullNode();
          case "tag:yaml.org,2002:bool" -> JSON.booleanNode(text.matches("(?i)true|yes|on"));
          case "tag:yaml.org,2002:int" -> JSON.numberNode(new BigInteger(number));
          case "tag:yaml.org,2002:float" -> JSON.numberNode(new BigDecimal(number).doubleValue());
          default -> JSON.textNode(text);
        };
      } catch (NumberFormatException e) {
        problems.add(new Problem(path, line(scalar), "'" + text + "' is no decimal number"));
        return JSON.nullNode();
      }
    }
  }
}
