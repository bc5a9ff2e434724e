package io.cohortrun.workflows.contract.wire;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.temporal.api.common.v1.Payload;
import io.temporal.payload.codec.PayloadCodec;
import io.temporal.payload.codec.PayloadCodecException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;

/**
 * Payloads as AES-256-GCM: a nonce of 12 bytes, then the ciphertext with its tag of 16. The key's
 * id stands in the clear and is authenticated. Payloads that are in the clear stay readable: runs
 * begun before there were keys go on.
 */
final class AesGcmCodec implements PayloadCodec {

  static final String ENCODING = "binary/encrypted";
  static final String KEY_ID = "encryption-key-id";

  private static final String CIPHER = "AES/GCM/NoPadding";
  private static final int NONCE = 12;
  private static final int TAG_BITS = 128;

  private final SecureRandom random = new SecureRandom();
  private final Supplier<CodecKeys> source;
  private volatile CodecKeys keys;

  /**
   * With these keys.
   *
   * @param source read now, and again when a payload names a key that is not known yet
   */
  AesGcmCodec(Supplier<CodecKeys> source) {
    this.source = source;
    this.keys = source.get();
  }

  @Override
  public List<Payload> encode(List<Payload> payloads) {
    return payloads.stream().map(this::encrypted).toList();
  }

  @Override
  public List<Payload> decode(List<Payload> payloads) {
    return payloads.stream().map(this::decrypted).toList();
  }

  private Payload encrypted(Payload plain) {
    Map.Entry<String, SecretKey> key = keys.first();
    byte[] nonce = new byte[NONCE];
    random.nextBytes(nonce);
    try {
      byte[] data =
          cipher(Cipher.ENCRYPT_MODE, key.getKey(), key.getValue(), nonce)
              .doFinal(plain.toByteArray());
      return Payload.newBuilder()
          .putMetadata("encoding", ByteString.copyFromUtf8(ENCODING))
          .putMetadata("encryption-cipher", ByteString.copyFromUtf8(CIPHER))
          .putMetadata(KEY_ID, ByteString.copyFromUtf8(key.getKey()))
          .setData(ByteString.copyFrom(nonce).concat(ByteString.copyFrom(data)))
          .build();
    } catch (GeneralSecurityException e) {
      throw new PayloadCodecException("a payload could not be encrypted", e);
    }
  }

  private Payload decrypted(Payload payload) {
    if (!ENCODING.equals(text(payload, "encoding"))) {
      return payload;
    }
    String id = text(payload, KEY_ID);
    try {
      ByteString data = payload.getData();
      byte[] nonce = data.substring(0, NONCE).toByteArray();
      byte[] plain =
          cipher(Cipher.DECRYPT_MODE, id, key(id), nonce)
              .doFinal(data.substring(NONCE).toByteArray());
      return Payload.parseFrom(plain);
    } catch (GeneralSecurityException
        | InvalidProtocolBufferException
        | IndexOutOfBoundsException e) {
      throw new PayloadCodecException(
          "a payload is not what key %s encrypted: it was changed, or two keys bear one id"
              .formatted(id),
          e);
    }
  }

  private SecretKey key(String id) {
    if (keys.of(id).isEmpty()) {
      keys = source.get();
    }
    return keys.of(id)
        .orElseThrow(
            () ->
                new PayloadCodecException(
                    "key %s of a payload is not in codec.keys; old keys stay there as long as runs that began with them"
                        .formatted(id)));
  }

  private static Cipher cipher(int mode, String id, SecretKey key, byte[] nonce)
      throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance(CIPHER);
    cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
    cipher.updateAAD(id.getBytes(StandardCharsets.UTF_8));
    return cipher;
  }

  private static String text(Payload payload, String key) {
    return payload.getMetadataOrDefault(key, ByteString.EMPTY).toStringUtf8();
  }
}
