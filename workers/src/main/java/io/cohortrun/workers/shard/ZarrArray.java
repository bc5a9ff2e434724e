package io.cohortrun.workers.shard;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.cohortrun.workers.canonical.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/**
 * A zarr v2 array of bytes in a folder: [planes, height, width], or [height, width] where {@code
 * planes} is 0. Chunks of one plane, zlib, {@code /} between indices; a chunk of zeros only is not
 * written, since absent means 0.
 *
 * @param dir folder of the array
 * @param planes number of planes, 0 for a flat array
 * @param height in pixels
 * @param width in pixels
 * @param chunk side of a chunk
 */
record ZarrArray(Path dir, int planes, int height, int width, int chunk) {

  private static final int ZLIB_LEVEL = 6;

  /** Chunks from top to bottom. */
  int chunkRows() {
    return Math.ceilDiv(height, chunk);
  }

  /** Chunks from left to right. */
  int chunkColumns() {
    return Math.ceilDiv(width, chunk);
  }

  /** Writes {@code .zarray}. */
  void writeMetadata() throws IOException {
    Files.createDirectories(dir);
    Map<String, Object> meta = new LinkedHashMap<>();
    meta.put("chunks", planes == 0 ? new int[] {chunk, chunk} : new int[] {1, chunk, chunk});
    Map<String, Object> zlib = new LinkedHashMap<>();
    zlib.put("id", "zlib");
    zlib.put("level", ZLIB_LEVEL);
    meta.put("compressor", zlib);
    meta.put("dimension_separator", "/");
    meta.put("dtype", "|u1");
    meta.put("fill_value", 0);
    meta.put("filters", null);
    meta.put("order", "C");
    meta.put("shape", planes == 0 ? new int[] {height, width} : new int[] {planes, height, width});
    meta.put("zarr_format", 2);
    writeJson(dir.resolve(".zarray"), meta);
  }

  /** Writes a JSON file with fixed bytes. */
  static void writeJson(Path file, Object value) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(
        file, Json.MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(value) + "\n", UTF_8);
  }

  /** Writes one chunk of chunk * chunk pixels; nothing where all are 0. */
  void writeChunk(int plane, int y, int x, byte[] pixels) throws IOException {
    if (allZero(pixels)) {
      return;
    }
    Path file = chunkFile(plane, y, x);
    Files.createDirectories(file.getParent());
    Files.write(file, deflate(pixels));
  }

  /** Reads one chunk; zeros where it is absent. */
  byte[] readChunk(int plane, int y, int x) throws IOException {
    Path file = chunkFile(plane, y, x);
    return Files.exists(file)
        ? inflate(Files.readAllBytes(file), chunk * chunk)
        : new byte[chunk * chunk];
  }

  private Path chunkFile(int plane, int y, int x) {
    Path parent = planes == 0 ? dir : dir.resolve(Integer.toString(plane));
    return parent.resolve(Integer.toString(y)).resolve(Integer.toString(x));
  }

  private static boolean allZero(byte[] pixels) {
    return Arrays.mismatch(pixels, new byte[pixels.length]) < 0;
  }

  static byte[] deflate(byte[] raw) {
    try (var deflater = new Deflater(ZLIB_LEVEL)) {
      deflater.setInput(raw);
      deflater.finish();
      var out = new ByteArrayOutputStream(raw.length / 4 + 64);
      byte[] buffer = new byte[1 << 16];
      while (!deflater.finished()) {
        out.write(buffer, 0, deflater.deflate(buffer));
      }
      return out.toByteArray();
    }
  }

  static byte[] inflate(byte[] packed, int size) throws IOException {
    byte[] raw = new byte[size];
    try (var inflater = new Inflater()) {
      inflater.setInput(packed);
      int at = 0;
      while (at < size) {
        int n = inflater.inflate(raw, at, size - at);
        if (n == 0) {
          throw new IOException("zarr chunk ends after " + at + " of " + size + " bytes");
        }
        at += n;
      }
      return raw;
    } catch (DataFormatException e) {
      throw new IOException("zarr chunk is damaged: " + e.getMessage(), e);
    }
  }
}
