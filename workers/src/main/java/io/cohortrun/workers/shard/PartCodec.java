package io.cohortrun.workers.shard;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.github.luben.zstd.Zstd;
import io.cohortrun.workers.canonical.Json;
import io.cohortrun.workers.slide.TileGrid;
import io.cohortrun.workers.slide.TileQc;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Parts as bytes: {@code CRPART1\n}, sha256 of what follows, payload compressed with zstd. The
 * payload is big-endian: header as JSON, range, tiles, sums.
 */
final class PartCodec {

  private static final byte[] MAGIC = "CRPART1\n".getBytes(US_ASCII);
  private static final int DIGEST = 32;
  private static final int LEVEL = 3;

  /** Far above any part this code writes; stops a forged length before it is allocated. */
  private static final long MAX_PAYLOAD = 1L << 30;

  private PartCodec() {}

  static byte[] write(Part p) {
    var payload = new ByteArrayOutputStream();
    try (var out = new DataOutputStream(payload)) {
      writeBytes(out, Json.MAPPER.writeValueAsBytes(p.header()));
      out.writeInt(p.mapPx());
      out.writeInt(p.from());
      out.writeInt(p.to());
      for (TileRecord t : p.tiles()) {
        writeTile(out, t);
      }
      for (long v : p.sums()) {
        out.writeLong(v);
      }
    } catch (IOException e) {
      throw new IllegalStateException("writing to memory failed", e);
    }
    byte[] raw = payload.toByteArray();
    byte[] packed = Zstd.compress(raw, LEVEL);
    byte[] all = Arrays.copyOf(MAGIC, MAGIC.length + DIGEST + packed.length);
    System.arraycopy(sha256(packed), 0, all, MAGIC.length, DIGEST);
    System.arraycopy(packed, 0, all, MAGIC.length + DIGEST, packed.length);
    return all;
  }

  /**
   * Reads a part.
   *
   * @throws IOException where the bytes are not a whole part of this version
   */
  static Part read(byte[] bytes) throws IOException {
    if (bytes.length < MAGIC.length + DIGEST
        || !Arrays.equals(MAGIC, Arrays.copyOf(bytes, MAGIC.length))) {
      throw new IOException("not a part of this version");
    }
    byte[] packed = Arrays.copyOfRange(bytes, MAGIC.length + DIGEST, bytes.length);
    byte[] digest = Arrays.copyOfRange(bytes, MAGIC.length, MAGIC.length + DIGEST);
    if (!MessageDigest.isEqual(digest, sha256(packed))) {
      throw new IOException("part is damaged: its digest differs");
    }
    long size = Zstd.getFrameContentSize(packed);
    if (size <= 0 || size > MAX_PAYLOAD) {
      throw new IOException("part is damaged: payload of " + size + " bytes");
    }
    byte[] raw = new byte[(int) size];
    long got = Zstd.decompress(raw, packed);
    if (Zstd.isError(got) || got != size) {
      throw new IOException("part is damaged: it does not decompress");
    }
    try (var in = new DataInputStream(new ByteArrayInputStream(raw))) {
      var header = Json.MAPPER.readValue(readBytes(in), SlideHeader.class);
      int mapPx = in.readInt();
      int from = in.readInt();
      int to = in.readInt();
      List<TileRecord> tiles = new ArrayList<>(to - from);
      for (int i = from; i < to; i++) {
        tiles.add(readTile(in));
      }
      long[] sums = new long[SlideSums.length(header.channelCount())];
      for (int i = 0; i < sums.length; i++) {
        sums[i] = in.readLong();
      }
      return new Part(header, mapPx, from, to, tiles, sums);
    } catch (RuntimeException e) {
      throw new IOException("part is damaged: " + e.getMessage(), e);
    }
  }

  private static void writeTile(DataOutputStream out, TileRecord t) throws IOException {
    out.writeInt(t.tile().column());
    out.writeInt(t.tile().row());
    out.writeLong(t.tile().x());
    out.writeLong(t.tile().y());
    out.writeDouble(t.tile().tissue());
    out.writeBoolean(t.qc() != null);
    if (t.qc() != null) {
      out.writeDouble(t.qc().black());
      out.writeDouble(t.qc().variance());
      out.writeDouble(t.qc().focus());
      out.writeDouble(t.qc().transparent());
    }
    out.writeUTF(t.rejected() == null ? "" : t.rejected());
    out.writeInt(t.valid());
    out.writeInt(t.positives().length);
    for (int v : t.positives()) {
      out.writeInt(v);
    }
    writeBytes(out, t.canvas());
    writeBytes(out, t.map());
  }

  private static TileRecord readTile(DataInputStream in) throws IOException {
    var tile =
        new TileGrid.Tile(
            in.readInt(), in.readInt(), in.readLong(), in.readLong(), in.readDouble());
    TileQc qc =
        in.readBoolean()
            ? new TileQc(in.readDouble(), in.readDouble(), in.readDouble(), in.readDouble())
            : null;
    String rejected = in.readUTF();
    int valid = in.readInt();
    int[] positives = new int[in.readInt()];
    for (int i = 0; i < positives.length; i++) {
      positives[i] = in.readInt();
    }
    return new TileRecord(
        tile,
        qc,
        rejected.isEmpty() ? null : rejected,
        valid,
        positives,
        readBytes(in),
        readBytes(in));
  }

  private static void writeBytes(DataOutputStream out, byte[] bytes) throws IOException {
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  private static byte[] readBytes(DataInputStream in) throws IOException {
    return in.readNBytes(in.readInt());
  }

  static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
