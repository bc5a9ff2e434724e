package io.cohortrun.workers.model.checkpoint;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.cohortrun.workers.model.checkpoint.CheckpointFile.Region;
import io.cohortrun.workers.model.checkpoint.PickleValue.Table;
import io.cohortrun.workers.model.checkpoint.PickleValue.Weights;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The safetensors format: the length of a JSON header, the header, then the elements of all tensors
 * without gap or overlap.
 */
final class Safetensors {

  private static final long LARGEST_HEADER = 4 << 20;

  private static final String METADATA = "__metadata__";
  private static final Set<String> FIELDS = Set.of("dtype", "shape", "data_offsets");

  /** Trailing content and fields that stand twice are refused. */
  private static final ObjectMapper STRICT =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private Safetensors() {}

  static Content read(CheckpointFile file) throws IOException {
    long length = file.read(0, Long.BYTES).getLong();
    if (length < 2 || length > LARGEST_HEADER) {
      throw Refusal.damaged("its safetensors header is said to have %d bytes".formatted(length));
    }
    JsonNode header = header(file.read(Long.BYTES, length).array());
    long data = Long.BYTES + length;
    Table table = Table.empty();
    Map<String, Region> storages = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> e : header.properties()) {
      if (e.getKey().equals(METADATA)) {
        checkMetadata(e.getValue());
        continue;
      }
      Region region = tensor(e.getKey(), e.getValue(), table);
      storages.put(e.getKey(), new Region(data + region.at(), region.bytes()));
    }
    checkCover(storages, data, file.size());
    return new Content(table, storages);
  }

  private static JsonNode header(byte[] json) throws IOException {
    try {
      JsonNode header = STRICT.readTree(json);
      if (header.isObject()) {
        return header;
      }
      throw Refusal.damaged("its safetensors header is not an object");
    } catch (JsonProcessingException e) {
      // In brackets stand the parser's own names and settings.
      String why = e.getOriginalMessage().replaceFirst("(?s) \\(.*", "");
      throw Refusal.damaged(
          "its safetensors header is not JSON: %s; get the file again".formatted(why));
    }
  }

  private static void checkMetadata(JsonNode metadata) {
    if (!metadata.isObject() || !metadata.valueStream().allMatch(JsonNode::isTextual)) {
      throw Refusal.damaged("its %s is not a dict of strings".formatted(METADATA));
    }
  }

  private static Region tensor(String name, JsonNode said, Table table) {
    Set<String> fields = new HashSet<>();
    said.fieldNames().forEachRemaining(fields::add);
    if (!fields.equals(FIELDS)) {
      throw Refusal.damaged(
          "its tensor '%s' has the fields %s, not %s".formatted(name, fields, FIELDS));
    }
    ElementType type =
        ElementType.ofSafetensors(said.get("dtype").asText())
            .orElseThrow(
                () ->
                    Refusal.damaged(
                        "its tensor '%s' has the type %s, which is not read"
                            .formatted(name, said.get("dtype").asText())));
    List<Long> shape = sizes(name, said.get("shape"));
    List<Long> place = sizes(name, said.get("data_offsets"));
    if (place.size() != 2 || place.get(1) < place.get(0)) {
      throw Refusal.damaged("its tensor '%s' lies at %s".formatted(name, place));
    }
    long bytes = place.get(1) - place.get(0);
    Tensor tensor =
        Tensor.within(type, shape, contiguous(name, shape), 0, name, bytes / type.bytes());
    if (bytes != tensor.size() * type.bytes()) {
      throw Refusal.damaged(
          "its tensor '%s' of shape %s has %d bytes".formatted(name, shape, bytes));
    }
    table.values().put(name, new Weights(tensor));
    return new Region(place.get(0), bytes);
  }

  private static List<Long> sizes(String name, JsonNode numbers) {
    if (!numbers.isArray()) {
      throw Refusal.damaged("its tensor '%s' has %s where a list belongs".formatted(name, numbers));
    }
    List<Long> sizes = new ArrayList<>();
    for (JsonNode n : numbers) {
      if (!n.isIntegralNumber() || !n.canConvertToLong() || n.longValue() < 0) {
        throw Refusal.damaged("its tensor '%s' has the size %s".formatted(name, n));
      }
      sizes.add(n.longValue());
    }
    return sizes;
  }

  private static List<Long> contiguous(String name, List<Long> shape) {
    List<Long> strides = new ArrayList<>();
    long stride = 1;
    try {
      for (long side : shape.reversed()) {
        strides.addFirst(stride);
        stride = Math.multiplyExact(stride, Math.max(1, side));
      }
    } catch (ArithmeticException e) {
      throw Refusal.damaged("its tensor '%s' has the absurd shape %s".formatted(name, shape));
    }
    return strides;
  }

  private static void checkCover(Map<String, Region> storages, long data, long size) {
    TreeMap<Long, Long> ends = new TreeMap<>();
    storages.forEach(
        (name, r) -> {
          if (r.bytes() > 0 && ends.put(r.at(), r.at() + r.bytes()) != null) {
            throw Refusal.unsafe("its tensor '%s' shares its bytes with another".formatted(name));
          }
        });
    long at = data;
    for (Map.Entry<Long, Long> part : ends.entrySet()) {
      if (part.getKey() != at) {
        throw Refusal.unsafe(
            "its tensors leave a gap or overlap at byte %d".formatted(part.getKey()));
      }
      at = part.getValue();
    }
    if (at != size) {
      throw Refusal.damaged(
          "it has %d bytes, its tensors end at %d: get the file again".formatted(size, at));
    }
  }
}
