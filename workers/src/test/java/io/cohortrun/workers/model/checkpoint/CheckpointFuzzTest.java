package io.cohortrun.workers.model.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import io.cohortrun.workers.model.ModelRejected;
import io.cohortrun.workers.model.ModelRejected.Code;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.SequencedMap;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Damage ends in a coded sentence or in tensors that can be read: never in anything else. */
class CheckpointFuzzTest {

  private static final int FLIPS = 1000;

  @TempDir private Path temp;

  @ParameterizedTest
  @ValueSource(strings = {"types.pth", "wrapped.pth", "wrapped-legacy.pth", "types.safetensors"})
  void truncationsAreRefused(String file) throws IOException {
    byte[] whole = Checkpoints.bytes(file);
    for (int length = 0; length < whole.length; length += 3) {
      assertThat(refused(Arrays.copyOf(whole, length))).as("%d bytes of %s", length, file).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"types.pth", "wrapped.pth", "wrapped-legacy.pth", "types.safetensors"})
  void flippedBitsNeverEscapeTheReader(String file) throws IOException {
    byte[] whole = Checkpoints.bytes(file);
    Random random = new Random(120);
    int refused = 0;
    for (int i = 0; i < FLIPS; i++) {
      refused += refused(flipped(whole, random)) ? 1 : 0;
    }
    assertThat(refused).isBetween(FLIPS / 4, FLIPS);
  }

  @ParameterizedTest
  @ValueSource(strings = {"types.pth", "trained-legacy.pth", "types.safetensors"})
  void foreignBytesInsideNeverEscapeTheReader(String file) throws IOException {
    byte[] whole = Checkpoints.bytes(file);
    Random random = new Random(121);
    for (int i = 0; i < FLIPS; i++) {
      assertThat(refused(overwritten(whole, random))).isIn(true, false);
    }
  }

  /** Flips inside a zip end at its checksums: here those are right, and the pickle is read. */
  @ParameterizedTest
  @ValueSource(strings = {"types.pth", "wrapped.pth", "trained.pth"})
  void damageInsideThePickleOfAZipNeverEscapesTheReader(String file) throws IOException {
    SequencedMap<String, byte[]> entries = entries(Checkpoints.bytes(file));
    assertThat(refused(zip(entries))).as("%s as it was, written anew", file).isFalse();
    String pickle = entries.firstEntry().getKey();
    assertThat(pickle).endsWith("/data.pkl");
    byte[] whole = entries.get(pickle);
    Random random = new Random(122);
    int refused = 0;
    for (int i = 0; i < FLIPS; i++) {
      entries.put(pickle, i % 2 == 0 ? flipped(whole, random) : overwritten(whole, random));
      refused += refused(zip(entries)) ? 1 : 0;
    }
    assertThat(refused).as("some only change a name").isBetween(FLIPS / 4, FLIPS - 1);
  }

  /** One to four bits are others. */
  private static byte[] flipped(byte[] whole, Random random) {
    byte[] damaged = whole.clone();
    for (int n = random.nextInt(4); n >= 0; n--) {
      damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
    }
    return damaged;
  }

  /** One to nine bytes in a row are others. */
  private static byte[] overwritten(byte[] whole, Random random) {
    byte[] damaged = whole.clone();
    int from = random.nextInt(damaged.length);
    byte[] foreign = new byte[Math.min(damaged.length - from, 1 + random.nextInt(9))];
    random.nextBytes(foreign);
    System.arraycopy(foreign, 0, damaged, from, foreign.length);
    return damaged;
  }

  /** Bytes by name, in the archive's order. */
  private SequencedMap<String, byte[]> entries(byte[] archive) throws IOException {
    SequencedMap<String, byte[]> entries = new LinkedHashMap<>();
    try (ZipFile zip = new ZipFile(Files.write(temp.resolve("archive"), archive).toFile())) {
      for (ZipEntry entry : Collections.list(zip.entries())) {
        try (InputStream in = zip.getInputStream(entry)) {
          entries.put(entry.getName(), in.readAllBytes());
        }
      }
    }
    return entries;
  }

  /** An archive as PyTorch writes it, nothing compressed, with the checksums of these bytes. */
  private static byte[] zip(SequencedMap<String, byte[]> entries) throws IOException {
    ByteArrayOutputStream archive = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(archive)) {
      zip.setMethod(ZipOutputStream.STORED);
      for (Map.Entry<String, byte[]> e : entries.entrySet()) {
        CRC32 crc = new CRC32();
        crc.update(e.getValue());
        ZipEntry entry = new ZipEntry(e.getKey());
        entry.setSize(e.getValue().length);
        entry.setCrc(crc.getValue());
        zip.putNextEntry(entry);
        zip.write(e.getValue());
      }
    }
    return archive.toByteArray();
  }

  /** Reads all there is; anything but a refusal of the two codes ends the test. */
  private boolean refused(byte[] bytes) throws IOException {
    try (Checkpoint c = Checkpoints.open(temp, bytes)) {
      for (Tensor t : c.tensors().values()) {
        assertThat((long) c.values(t).length).isEqualTo(t.size());
      }
      return false;
    } catch (ModelRejected e) {
      assertThat(e.code()).isIn(Code.BadCheckpoint, Code.UnsafeCheckpoint);
      return true;
    }
  }
}
