package io.cohortrun.workers.model;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/**
 * Arrays of a NumPy {@code .npz}: C order, little-endian, {@code u1} and {@code f4} only. Equal
 * arrays are written as equal bytes.
 */
final class Npz {

  private static final Pattern HEADER =
      Pattern.compile(
          "'descr': '([^']+)', 'fortran_order': (True|False), 'shape': \\(([0-9, ]*)\\)");
  private static final long LARGEST = 1L << 28;

  private Npz() {}

  /**
   * One array.
   *
   * @param type {@code |u1} or {@code <f4}
   * @param bytes little-endian, at position 0
   */
  record Array(String type, int[] shape, ByteBuffer bytes) {

    long size() {
      return Arrays.stream(shape).asLongStream().reduce(1, Math::multiplyExact);
    }
  }

  /**
   * Reads one array.
   *
   * @throws IOException no such array, or another format
   */
  static Array read(Path file, String name) throws IOException {
    try (ZipFile zip = new ZipFile(file.toFile())) {
      ZipEntry entry = zip.getEntry(name + ".npy");
      if (entry == null) {
        throw new IOException("it lacks " + name);
      }
      try (InputStream in = zip.getInputStream(entry)) {
        return array(in, name);
      }
    }
  }

  /** Writes arrays by name, uncompressed. */
  static void write(Path file, Map<String, Array> arrays) throws IOException {
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
      for (Map.Entry<String, Array> e : arrays.entrySet()) {
        StoredZip.put(zip, e.getKey() + ".npy", npy(e.getValue()));
      }
    }
  }

  private static byte[] npy(Array array) {
    String shape =
        Arrays.stream(array.shape()).mapToObj(Integer::toString).collect(Collectors.joining(", "));
    String header =
        "{'descr': '%s', 'fortran_order': False, 'shape': (%s,), }".formatted(array.type(), shape);
    int padded = (10 + header.length() + 1 + 63) / 64 * 64;
    ByteBuffer data = array.bytes().duplicate();
    ByteBuffer npy = ByteBuffer.allocate(padded + data.remaining()).order(ByteOrder.LITTLE_ENDIAN);
    npy.put(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0});
    npy.putShort((short) (padded - 10));
    npy.put(
        (header + " ".repeat(padded - 11 - header.length()) + "\n")
            .getBytes(StandardCharsets.US_ASCII));
    return npy.put(data).array();
  }

  private static Array array(InputStream in, String name) throws IOException {
    byte[] magic = in.readNBytes(8);
    if (magic.length < 8 || magic[1] != 'N' || magic[2] != 'U' || magic[3] != 'M') {
      throw new IOException(name + " is no NumPy array");
    }
    byte[] length = in.readNBytes(magic[6] == 1 ? 2 : 4);
    int n = 0;
    for (int i = length.length - 1; i >= 0; i--) {
      n = (n << 8) | (length[i] & 0xFF);
    }
    if (n < 0 || n > 1 << 16) {
      throw new IOException(name + " has an absurd header");
    }
    Matcher m = HEADER.matcher(new String(in.readNBytes(n), StandardCharsets.ISO_8859_1));
    if (!m.find() || m.group(2).equals("True")) {
      throw new IOException(name + " is not in C order");
    }
    int[] shape =
        Arrays.stream(m.group(3).split(","))
            .map(String::strip)
            .filter(s -> !s.isEmpty())
            .mapToInt(Integer::parseInt)
            .toArray();
    int width =
        switch (m.group(1)) {
          case "|u1" -> 1;
          case "<f4" -> 4;
          default -> throw new IOException(name + " has the type " + m.group(1));
        };
    long bytes = Arrays.stream(shape).asLongStream().reduce(width, Math::multiplyExact);
    if (bytes > LARGEST) {
      throw new IOException(name + " is over 256 MiB");
    }
    byte[] data = in.readNBytes((int) bytes);
    if (data.length < bytes) {
      throw new IOException(name + " ends too early");
    }
    return new Array(m.group(1), shape, ByteBuffer.wrap(data).order(ByteOrder.LITTLE_ENDIAN));
  }
}
