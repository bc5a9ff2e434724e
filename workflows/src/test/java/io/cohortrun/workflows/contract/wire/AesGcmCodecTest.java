package io.cohortrun.workflows.contract.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import io.temporal.api.common.v1.Payload;
import io.temporal.payload.codec.PayloadCodecException;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Payloads that only those with the key can read. */
class AesGcmCodecTest {

  private static final Payload PLAIN =
      Payload.newBuilder()
          .putMetadata("encoding", ByteString.copyFromUtf8("json/plain"))
          .setData(ByteString.copyFromUtf8("{\"output\": \"s3://team-a\"}"))
          .build();

  private static final String OLD = "old " + key(1);
  private static final String NEW = "new " + key(2);

  private String file = OLD;
  private final AesGcmCodec codec = new AesGcmCodec(() -> CodecKeys.parse(file, "codec.keys"));

  @Test
  void whatIsEncodedIsDecodedAndShowsNothingOfItself() {
    Payload there = encoded(codec);
    assertThat(there.toString()).doesNotContain("team-a").doesNotContain("json/plain");
    assertThat(there.getMetadataOrThrow(AesGcmCodec.KEY_ID).toStringUtf8()).isEqualTo("old");
    assertThat(there.getData().size()).isEqualTo(12 + PLAIN.getSerializedSize() + 16);
    assertThat(codec.decode(List.of(there))).containsExactly(PLAIN);
  }

  @Test
  void noTwoEncodingsAreAlike() {
    assertThat(encoded(codec)).isNotEqualTo(encoded(codec));
  }

  @Test
  void theFirstKeyEncryptsAndOldOnesDecrypt() {
    Payload old = encoded(codec);
    AesGcmCodec both = new AesGcmCodec(() -> CodecKeys.parse(NEW + "\n" + OLD, "codec.keys"));
    assertThat(encoded(both).getMetadataOrThrow(AesGcmCodec.KEY_ID).toStringUtf8())
        .isEqualTo("new");
    assertThat(both.decode(List.of(old, encoded(both)))).containsExactly(PLAIN, PLAIN);
  }

  @Test
  void aKeyThatIsAddedLaterIsFoundWithoutARestart() {
    Payload next = encoded(new AesGcmCodec(() -> CodecKeys.parse(NEW, "codec.keys")));
    assertThatThrownBy(() -> codec.decode(List.of(next)))
        .isInstanceOf(PayloadCodecException.class)
        .hasMessageContaining("key new")
        .hasMessageContaining("codec.keys");
    file = OLD + "\n# for the rotation\n" + NEW;
    assertThat(codec.decode(List.of(next))).containsExactly(PLAIN);
  }

  @Test
  void payloadsInTheClearStayReadable() {
    assertThat(codec.decode(List.of(PLAIN))).containsExactly(PLAIN);
  }

  @Test
  void aChangedByteOrKeyIdIsNoticed() {
    Payload there = encoded(codec);
    byte[] data = there.getData().toByteArray();
    data[20] ^= 1;
    Payload changed = there.toBuilder().setData(ByteString.copyFrom(data)).build();
    Payload cut = there.toBuilder().setData(ByteString.copyFrom(data, 0, 5)).build();
    file = OLD + "\n" + NEW;
    Payload renamed =
        there.toBuilder().putMetadata(AesGcmCodec.KEY_ID, ByteString.copyFromUtf8("new")).build();
    for (Payload bad : List.of(changed, cut, renamed)) {
      assertThatThrownBy(() -> codec.decode(List.of(bad)))
          .isInstanceOf(PayloadCodecException.class)
          .hasMessageContaining("is not what key");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "# nothing", "a", "a b c", "a not*base64", "a YWJj", "a %s\na %s"})
  void keysThatCannotBeUsedAreRefusedByLineAndNotShown(String text) {
    String with = text.replace("%s", key(3));
    assertThatThrownBy(() -> CodecKeys.parse(with, "codec.keys"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("codec.keys")
        .hasMessageNotContaining(key(3));
  }

  private static Payload encoded(AesGcmCodec codec) {
    return codec.encode(List.of(PLAIN)).getFirst();
  }

  private static String key(int fill) {
    byte[] key = new byte[32];
    Arrays.fill(key, (byte) fill);
    return Base64.getEncoder().encodeToString(key);
  }
}
