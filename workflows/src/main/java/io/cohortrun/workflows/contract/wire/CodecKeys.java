package io.cohortrun.workflows.contract.wire;

import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/** Keys of payloads: the first encrypts, all decrypt. */
final class CodecKeys {

  private static final int BYTES = 32;
  private static final Pattern LINE = Pattern.compile("(\\S+)\\s+(\\S+)");

  private final SequencedMap<String, SecretKey> keys;

  private CodecKeys(SequencedMap<String, SecretKey> keys) {
    this.keys = keys;
  }

  /**
   * Reads {@code id base64} lines; empty lines and those that begin with # say nothing.
   *
   * @param where for people
   * @throws IllegalArgumentException a line is not that, an id comes twice, a key has not 32 bytes,
   *     or there is none; the sentence shows no key
   */
  static CodecKeys parse(String text, String where) {
    SequencedMap<String, SecretKey> keys = new LinkedHashMap<>();
    int number = 0;
    for (String line : text.lines().map(String::strip).toList()) {
      number++;
      if (line.isEmpty() || line.startsWith("#")) {
        continue;
      }
      Matcher words = LINE.matcher(line);
      Optional<SecretKey> key = words.matches() ? key(words.group(2)) : Optional.empty();
      if (key.isEmpty() || keys.put(words.group(1), key.get()) != null) {
        throw new IllegalArgumentException(
            "%s, line %d: expected an id of its own and a key of %d bytes in base64"
                .formatted(where, number, BYTES));
      }
    }
    if (keys.isEmpty()) {
      throw new IllegalArgumentException(where + " holds no key");
    }
    return new CodecKeys(keys);
  }

  private static Optional<SecretKey> key(String base64) {
    try {
      byte[] bytes = Base64.getDecoder().decode(base64);
      return bytes.length == BYTES
          ? Optional.of(new SecretKeySpec(bytes, "AES"))
          : Optional.empty();
    } catch (IllegalArgumentException notBase64) {
      return Optional.empty();
    }
  }

  Map.Entry<String, SecretKey> first() {
    return keys.firstEntry();
  }

  Optional<SecretKey> of(String id) {
    return Optional.ofNullable(keys.get(id));
  }
}
