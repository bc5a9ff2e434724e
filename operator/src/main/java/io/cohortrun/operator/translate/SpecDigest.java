package io.cohortrun.operator.translate;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cohortrun.crds.v1alpha1.CohortRunSpec;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeMap;

/** Digest that names a spec: what a run is, without what may change while it goes on. */
public final class SpecDigest {

  private static final List<String> KNOBS =
      List.of(
          "suspend",
          "mode",
          "retry",
          "retryOnly",
          "signOff",
          "ttlSecondsAfterFinished",
          "ttlSecondsAfterFailed");

  private static final ObjectMapper CANONICAL =
      JsonMapper.builder().enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS).build();

  private SpecDigest() {}

  /** As {@link #of(ObjectNode)}, of a spec with its defaults applied. */
  public static String of(CohortRunSpec spec) {
    return of(CANONICAL.<ObjectNode>valueToTree(spec));
  }

  /**
   * sha256, hex, of the canonical JSON of a spec: defaults applied, locations absolute, keys
   * sorted, without what may change and who does the work.
   */
  public static String of(ObjectNode spec) {
    ObjectNode lasting = spec.deepCopy();
    lasting.remove(KNOBS);
    lasting.remove("workers");
    try {
      Object sorted = CANONICAL.treeToValue(lasting, TreeMap.class);
      byte[] text = CANONICAL.writeValueAsString(sorted).getBytes(StandardCharsets.UTF_8);
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text));
    } catch (JsonProcessingException | NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
