package io.cohortrun.cli.spec;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/** Digests that name a spec and a local run. */
public final class SpecDigest {

  /** What may change while a run goes on, and so is not what it is. */
  private static final List<String> KNOBS =
      List.of("suspend", "mode", "retry", "signOff", "ttlSecondsAfterFinished");

  private static final ObjectMapper CANONICAL =
      JsonMapper.builder().enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS).build();

  private SpecDigest() {}

  /**
   * sha256, hex, of the canonical JSON of a spec: defaults applied, locations absolute, keys
   * sorted, without what may change and who does the work.
   */
  static String of(ObjectNode spec) {
    ObjectNode lasting = spec.deepCopy();
    lasting.remove(KNOBS);
    lasting.remove("workers");
    try {
      Object sorted = CANONICAL.treeToValue(lasting, java.util.TreeMap.class);
      return sha256(CANONICAL.writeValueAsString(sorted));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * Id of a local run: the same spec, manifest and bundle are the same run, which goes on where it
   * stopped.
   *
   * @param spec digest of the spec, hex
   * @param manifest sha256 of the manifest's bytes, hex
   * @param bundle digest of the bundle, hex
   * @return 16 hex digits
   */
  public static String localRunId(String spec, String manifest, String bundle) {
    return sha256(spec + "\n" + manifest + "\n" + bundle).substring(0, 16);
  }

  private static String sha256(String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
