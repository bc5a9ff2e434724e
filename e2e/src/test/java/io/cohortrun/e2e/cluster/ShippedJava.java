package io.cohortrun.e2e.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.fabric8.kubernetes.api.model.Quantity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Java as the operator's pod has it: its launcher's options, over the memory of the chart's limit.
 */
final class ShippedJava {

  private static final Path LAUNCHER = Path.of("../cli/src/main/image/cohortrun-operator");
  private static final Pattern OPTION = Pattern.compile("-XX:\\S+");
  private static final Pattern PERCENTAGE = Pattern.compile("MaxRAMPercentage=([0-9]+)");

  private ShippedJava() {}

  /** What to start it with. */
  static List<String> options() throws IOException {
    return Stream.concat(
            Stream.of("-XX:MaxRAM=" + memory()),
            OPTION.matcher(Files.readString(LAUNCHER)).results().map(MatchResult::group))
        .toList();
  }

  /** Its largest heap, bytes. */
  static long heap() throws IOException {
    int percentage =
        PERCENTAGE
            .matcher(Files.readString(LAUNCHER))
            .results()
            .mapToInt(m -> Integer.parseInt(m.group(1)))
            .findFirst()
            .orElseThrow();
    return memory() / 100 * percentage;
  }

  private static long memory() throws IOException {
    JsonNode values =
        new ObjectMapper(new YAMLFactory()).readTree(Helm.CHART.resolve("values.yaml").toFile());
    String limit = values.at("/operator/resources/limits/memory").asText();
    return Quantity.getAmountInBytes(new Quantity(limit)).longValueExact();
  }
}
