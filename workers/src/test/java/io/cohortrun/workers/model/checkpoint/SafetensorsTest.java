package io.cohortrun.workers.model.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A safetensors header describes every byte of the file, once. */
class SafetensorsTest {

  @TempDir private Path temp;

  @Test
  void bytesAreReadAsDescribed() throws IOException {
    try (Checkpoint c =
        open(
            "{'a':{'dtype':'U8','shape':[2],'data_offsets':[2,4]},'b':{'dtype':'I16','shape':[],'data_offsets':[0,2]}}",
            4)) {
      assertThat(c.values(c.tensors().get("a"))).containsExactly(2, 3);
      assertThat(c.values(c.tensors().get("b"))).containsExactly(256);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          {'a':{'dtype':'U8','shape':[4],'data_offsets':[0,4]},'b':{'dtype':'U8','shape':[4],'data_offsets':[0,4]}} | shares its bytes
          {'a':{'dtype':'U8','shape':[3],'data_offsets':[0,3]},'b':{'dtype':'U8','shape':[2],'data_offsets':[2,4]}} | gap or overlap at byte
          {'a':{'dtype':'U8','shape':[3],'data_offsets':[1,4]}}                | gap or overlap at byte
          {'a':{'dtype':'U8','shape':[3],'data_offsets':[0,3]}}                | its tensors end at
          {'a':{'dtype':'U8','shape':[9],'data_offsets':[0,9]}}                | its tensors end at
          {'a':{'dtype':'U8','shape':[9],'data_offsets':[0,4]}}                | reaches beyond its storage
          {'a':{'dtype':'U8','shape':[2],'data_offsets':[0,4]}}                | of shape [2] has 4 bytes
          {'a':{'dtype':'U8','shape':[9999999999,9999999999,9],'data_offsets':[0,4]}} | absurd shape
          {'a':{'dtype':'U8','shape':[-4],'data_offsets':[0,4]}}               | has the size -4
          {'a':{'dtype':'U8','shape':{'x':4},'data_offsets':[0,4]}}            | where a list belongs
          {'a':{'dtype':'U8','shape':[4],'data_offsets':{'x':0,'y':4}}}        | where a list belongs
          {'__metadata__':7,'a':{'dtype':'U8','shape':[4],'data_offsets':[0,4]}} | not a dict of strings
          {'__metadata__':{'x':{}},'a':{'dtype':'U8','shape':[4],'data_offsets':[0,4]}} | not a dict of strings
          {'a':{'dtype':'U8','shape':[4],'data_offsets':[4,0]}}                | lies at [4, 0]
          {'a':{'dtype':'F8_E4M3','shape':[4],'data_offsets':[0,4]}}           | has the type F8_E4M3
          {'a':{'dtype':'U8','shape':[4],'data_offsets':[0,4],'run':1}}        | has the fields
          {'a':{'dtype':'U8','shape':[4],'data_offsets':[0,4]},'a':{'dtype':'U8','shape':[4],'data_offsets':[0,4]}} | is not JSON
          {'a':7}                                                              | has the fields
          {'__metadata__':{}}                                                  | its tensors end at
          {'a':{}} x                                                           | is not JSON
          """)
  void whatDoesNotFitIsRefused(String header, String reason) {
    assertThatThrownBy(() -> open(header, 4)).hasMessageContaining(reason);
  }

  @Test
  void anAbsurdHeaderIsRefusedBeforeItIsRead() {
    byte[] file =
        ByteBuffer.allocate(64)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putLong(Long.MAX_VALUE)
            .put((byte) '{')
            .array();
    assertThatThrownBy(() -> Checkpoints.open(temp, file))
        .hasMessageContaining("header is said to have 9223372036854775807 bytes");
    String deep = "{'a':" + "[".repeat(5000);
    assertThatThrownBy(() -> open(deep, 0))
        .hasMessageContaining("is not JSON")
        .message()
        .doesNotContain("StreamRead");
  }

  @Test
  void aHeaderWhoseLengthBeginsAsAnotherFormatIsRead() throws IOException {
    for (int length : new int[] {'P' | 'K' << 8, 0x80 | 2 << 8}) {
      String header = "{'a':{'dtype':'U8','shape':[4],'data_offsets':[0,4]}}";
      try (Checkpoint c = open(header + " ".repeat(length - header.length()), 4)) {
        assertThat(c.tensors()).as("%d bytes", length).containsOnlyKeys("a");
      }
    }
  }

  private Checkpoint open(String header, int data) throws IOException {
    byte[] json = header.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
    ByteBuffer b = ByteBuffer.allocate(8 + json.length + data).order(ByteOrder.LITTLE_ENDIAN);
    b.putLong(json.length).put(json);
    for (int i = 0; i < data; i++) {
      b.put((byte) i);
    }
    return Checkpoints.open(temp, b.array());
  }
}
