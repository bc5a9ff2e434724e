package io.cohortrun.cli.spec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/** Makes locations of a spec absolute: a path is relative to the folder of the YAML file. */
final class Locations {

  private static final Pattern SCHEME = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]+:/.*");
  private static final List<String> SINGLE =
      List.of(
          "/manifest/uri",
          "/output/uri",
          "/clinical/study",
          "/analyses/concordance/run",
          "/analyses/quality/pairs");
  private static final List<String> LISTS = List.of("/clinical/tables", "/clinical/mutations");
  private static final List<String> BUNDLES = List.of("/model/bundle");
  private static final List<String> BUNDLE_LISTS = List.of("/analyses/quality/baselines");

  private Locations() {}

  static void makeAbsolute(ObjectNode spec, Path folder) {
    SINGLE.forEach(p -> one(spec, p, folder, false));
    BUNDLES.forEach(p -> one(spec, p, folder, true));
    LISTS.forEach(p -> all(spec, p, folder, false));
    BUNDLE_LISTS.forEach(p -> all(spec, p, folder, true));
  }

  /** {@code file:///...} for a path; a URI with a scheme stays as it is. */
  static String absolute(String location, Path folder) {
    if (SCHEME.matcher(location).matches()) {
      return location;
    }
    String uri = folder.resolve(location).toAbsolutePath().normalize().toUri().toString();
    // A folder that exists has a slash that one to be made has not.
    return uri.endsWith("/") && uri.length() > "file:///".length()
        ? uri.substring(0, uri.length() - 1)
        : uri;
  }

  private static void one(ObjectNode spec, String pointer, Path folder, boolean bundle) {
    JsonNode value = spec.at(pointer);
    int slash = pointer.lastIndexOf('/');
    if (value.isTextual() && spec.at(pointer.substring(0, slash)) instanceof ObjectNode parent) {
      parent.put(pointer.substring(slash + 1), resolve(value.asText(), folder, bundle));
    }
  }

  private static void all(ObjectNode spec, String pointer, Path folder, boolean bundle) {
    if (spec.at(pointer) instanceof ArrayNode array) {
      for (int i = 0; i < array.size(); i++) {
        array.set(i, array.textNode(resolve(array.get(i).asText(), folder, bundle)));
      }
    }
  }

  private static String resolve(String location, Path folder, boolean bundle) {
    return bundle && location.equals("demo") ? location : absolute(location, folder);
  }
}
