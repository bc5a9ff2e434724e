package io.cohortrun.workers.population;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cohortrun.workers.canonical.Json;
import io.cohortrun.workflows.stats.signature.SignatureModel;
import io.cohortrun.workflows.stats.signature.Standard;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;

/**
 * A signature as {@code signature.json} keeps it for other cohorts.
 *
 * @param channels of the coefficients, in order
 * @param types names of the types that it has seen, by number
 * @param cut [types + 1] median risk of each type's patients, the last of all: for other types
 */
record FrozenSignature(
    List<String> channels, List<String> types, SignatureModel model, double[] cut) {

  private static final String OTHERS = "otherTypes";

  /** Writes {@code lambda} and {@code model}. */
  void write(ObjectNode json) {
    json.put("lambda", model.ridge());
    ObjectNode written = json.putObject("model");
    channels.forEach(written.putArray("channels")::add);
    written.set("coefficients", Json.MAPPER.valueToTree(model.coefficients()));
    ObjectNode each = written.putObject("types");
    for (int t = 0; t < cut.length - 1; t++) {
      write(each.putObject(types.get(t)), t);
    }
    write(written.putObject(OTHERS), cut.length - 1);
  }

  private void write(ObjectNode json, int type) {
    json.set("mean", Json.MAPPER.valueToTree(model.standard().mean()[type]));
    json.set("sd", Json.MAPPER.valueToTree(model.standard().sd()[type]));
    json.put("median", cut[type]);
  }

  /**
   * Reads them.
   *
   * @throws IllegalArgumentException it holds no whole model, as of a version before this one
   */
  static FrozenSignature read(JsonNode json) {
    JsonNode model = json.path("model");
    List<String> types = new ArrayList<>();
    List<JsonNode> standards = new ArrayList<>();
    for (Map.Entry<String, JsonNode> type : model.path("types").properties()) {
      types.add(type.getKey());
      standards.add(type.getValue());
    }
    standards.add(model.path(OTHERS));
    double[][] mean = standards.stream().map(s -> numbers(s, "mean")).toArray(double[][]::new);
    double[][] sd = standards.stream().map(s -> numbers(s, "sd")).toArray(double[][]::new);
    double[] cut = standards.stream().mapToDouble(s -> number(s, "median")).toArray();
    List<String> channels =
        StreamSupport.stream(model.path("channels").spliterator(), false)
            .map(JsonNode::asText)
            .toList();
    SignatureModel read =
        new SignatureModel(
            numbers(model, "coefficients"), number(json, "lambda"), new Standard(mean, sd));
    if (read.coefficients().length != channels.size()
        || standards.stream().anyMatch(s -> numbers(s, "mean").length != channels.size())) {
      throw new IllegalArgumentException("there is not one coefficient and mean for each channel");
    }
    return new FrozenSignature(channels, types, read, cut);
  }

  private static double number(JsonNode of, String name) {
    if (!of.path(name).isNumber()) {
      throw new IllegalArgumentException("model: there is no number " + name);
    }
    return of.get(name).asDouble();
  }

  private static double[] numbers(JsonNode of, String name) {
    JsonNode array = of.path(name);
    if (!array.isArray()) {
      throw new IllegalArgumentException("model: there is no " + name);
    }
    return StreamSupport.stream(array.spliterator(), false)
        .mapToDouble(JsonNode::asDouble)
        .toArray();
  }
}
