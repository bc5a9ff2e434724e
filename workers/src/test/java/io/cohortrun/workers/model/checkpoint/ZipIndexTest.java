package io.cohortrun.workers.model.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.Consumer;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tricks with zip archives end before anything is allocated for them. */
class ZipIndexTest {

  /** Of the first entry in the directory of {@link #two}, from its start. */
  private static final int STORED = 20;

  private static final int SIZE = 24;
  private static final int PLACE = 42;

  @TempDir private Path temp;

  @Test
  void compressedEntriesAreRefusedHoweverMuchTheyWouldUnpackTo() throws IOException {
    ByteArrayOutputStream bomb = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bomb)) {
      zip.putNextEntry(new ZipEntry("a/data.pkl"));
      for (int i = 0; i < 64; i++) {
        zip.write(new byte[1 << 20]);
      }
    }
    assertThat(bomb.size()).isLessThan(1 << 17);
    refused(bomb.toByteArray())
        .hasMessageContaining("UnsafeCheckpoint")
        .hasMessageContaining("'a/data.pkl' is compressed or encrypted");
  }

  @Test
  void declaredSizesBeyondTheFileAreRefused() throws IOException {
    refused(edited(d -> d.putInt(SIZE, 0x7FFFFFF0).putInt(STORED, 0x7FFFFFF0)))
        .hasMessageContaining("'a/data.pkl' is not where it should be");
    refused(edited(d -> d.putInt(SIZE, 0x7FFFFFF0)))
        .hasMessageContaining("is said to have 2147483632 and 4 bytes");
    refused(edited(d -> d.putInt(SIZE, -1).putInt(STORED, -1)))
        .hasMessageContaining("'a/data.pkl' has no size");
    byte[] zip = two("a/data.pkl", "a/version");
    ByteBuffer.wrap(zip).order(ByteOrder.LITTLE_ENDIAN).putInt(zip.length - 10, 0x70000000);
    refused(zip).hasMessageContaining("its zip directory is said to have 1879048192 bytes");
  }

  @Test
  void entriesThatShareBytesAreRefused() throws IOException {
    byte[] zip = two("a/data.pkl", "a/data.pkl");
    refused(zip).hasMessageContaining("it holds the entry 'a/data.pkl' twice");
    int second = directory(zip) + 46 + "a/data.pkl".length();
    ByteBuffer.wrap(zip).order(ByteOrder.LITTLE_ENDIAN).putInt(second + PLACE, 0);
    refused(zip).hasMessageContaining("'a/data.pkl' shares its bytes with another");
  }

  @Test
  void anEntryInsideAnotherIsRefused() throws IOException {
    byte[] inner = two("a/data.pkl", "a/version");
    int innerEntry = 30 + "a/data.pkl".length() + 4;
    byte[] local = Arrays.copyOf(inner, innerEntry);
    byte[] zip =
        zip(
            new String[] {"a/outer", "a/data.pkl"},
            new byte[][] {local, "1234".getBytes(StandardCharsets.UTF_8)});
    int second = directory(zip) + 46 + "a/outer".length();
    int inside = 30 + "a/outer".length();
    ByteBuffer.wrap(zip).order(ByteOrder.LITTLE_ENDIAN).putInt(second + PLACE, inside);
    refused(zip).hasMessageContaining("entries of it overlap at byte " + inside);
  }

  @Test
  void pathsThatPyTorchNeverWritesAreRefused() throws IOException {
    for (String name :
        new String[] {
          "../data.pkl", "a/../data.pkl", "/etc/data.pkl", "a\\b/data.pkl", "data.pkl"
        }) {
      refused(two("a/version", name)).hasMessageContaining("it holds the path '" + name + "'");
    }
  }

  @Test
  void whatIsNeitherTensorNorKnownIsRefused() throws IOException {
    refused(two("a/version", "a/byteorder")).hasMessageContaining("without data.pkl");
    refused(two("a/data.pkl", "a/code/run.py")).hasMessageContaining("the entry 'a/code/run.py'");
    refused(two("a/data.pkl", "b/version")).hasMessageContaining("the entry 'b/version'");
    byte[] pickle = {(byte) 0x80, 2, '}', '.'};
    refused(zip(new String[] {"a/data.pkl", "a/data/0"}, new byte[][] {pickle, new byte[4]}))
        .hasMessageContaining("the storage 0, which no tensor uses");
  }

  @Test
  void twoNamesForOneEntryAndWrongChecksumsAreRefused() throws IOException {
    byte[] zip = two("a/data.pkl", "a/version");
    zip[30] = 'b';
    refused(zip).hasMessageContaining("'a/data.pkl' is called 'b/data.pkl' elsewhere");
    byte[] other = two("a/data.pkl", "a/version");
    other[30 + "a/data.pkl".length()]++;
    refused(other).hasMessageContaining("the checksum of its entry 'a/data.pkl' is wrong");
  }

  private AbstractThrowableAssert<?, ? extends Throwable> refused(byte[] zip) {
    return assertThatThrownBy(() -> Checkpoints.open(temp, zip).close());
  }

  private static byte[] edited(Consumer<ByteBuffer> change) throws IOException {
    byte[] zip = two("a/data.pkl", "a/version");
    int at = directory(zip);
    change.accept(ByteBuffer.wrap(zip, at, zip.length - at).slice().order(ByteOrder.LITTLE_ENDIAN));
    return zip;
  }

  private static int directory(byte[] zip) {
    return ByteBuffer.wrap(zip).order(ByteOrder.LITTLE_ENDIAN).getInt(zip.length - 6);
  }

  private static byte[] two(String first, String second) throws IOException {
    return zip(
        new String[] {first, second},
        new byte[][] {
          "abcd".getBytes(StandardCharsets.UTF_8), "1234".getBytes(StandardCharsets.UTF_8)
        });
  }

  /** A zip by hand, since writers of archives refuse to make these. */
  private static byte[] zip(String[] names, byte[][] contents) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream directory = new ByteArrayOutputStream();
    for (int i = 0; i < names.length; i++) {
      byte[] name = names[i].getBytes(StandardCharsets.UTF_8);
      CRC32 crc = new CRC32();
      crc.update(contents[i]);
      directory.write(
          header(46, 0x02014b50, 0x1e, crc, contents[i], name).putInt(PLACE, out.size()).array());
      directory.write(name);
      out.write(header(30, 0x04034b50, 0x0a, crc, contents[i], name).array());
      out.write(name);
      out.write(contents[i]);
    }
    int at = out.size();
    out.write(directory.toByteArray());
    ByteBuffer end = ByteBuffer.allocate(22).order(ByteOrder.LITTLE_ENDIAN);
    end.putInt(0, 0x06054b50).putInt(12, directory.size()).putInt(16, at);
    out.write(end.array());
    return out.toByteArray();
  }

  private static ByteBuffer header(
      int bytes, int signature, int version, CRC32 crc, byte[] content, byte[] name) {
    ByteBuffer b = ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    int shift = bytes == 46 ? 2 : 0;
    return b.putInt(0, signature)
        .putShort(4, (short) version)
        .putInt(14 + shift, (int) crc.getValue())
        .putInt(18 + shift, content.length)
        .putInt(22 + shift, content.length)
        .putShort(26 + shift, (short) name.length);
  }
}
