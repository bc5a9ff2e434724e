package io.cohortrun.workers.model.imported;

import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import java.util.function.DoubleUnaryOperator;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Checkpoints as {@code torch.save} writes them, with values by a formula that {@code
 * gigatime_oracle.py} knows too: too large to be committed, quick to be made.
 */
public final class MadeCheckpoints {

  private MadeCheckpoints() {}

  /**
   * One tensor.
   *
   * @param half whether its elements are float16, not float32
   * @param bytes little-endian elements
   */
  public record Part(List<Long> shape, boolean half, byte[] bytes) {}

  /** All tensors of an architecture, in order, by the formula. */
  public static SequencedMap<String, Part> of(Architecture architecture) {
    SequencedMap<String, Part> parts = new LinkedHashMap<>();
    boolean half = architecture instanceof GigaTimeFlash;
    Set<String> adapted = Set.of("a.lora_");
    architecture
        .expected(adapted)
        .forEach((name, shape) -> parts.put(name, part(name, shape, half)));
    return parts;
  }

  static Part part(String name, List<Long> shape, boolean half) {
    int count = Math.toIntExact(shape.stream().reduce(1L, Math::multiplyExact));
    DoubleUnaryOperator scale = scale(name, shape);
    int width = half ? Short.BYTES : Float.BYTES;
    ByteBuffer bytes = ByteBuffer.allocate(count * width).order(ByteOrder.LITTLE_ENDIAN);
    long seed = 0xCBF29CE484222325L;
    for (byte b : name.getBytes(StandardCharsets.UTF_8)) {
      seed = (seed ^ b) * 0x100000001B3L;
    }
    for (int i = 1; i <= count; i++) {
      float value = (float) scale.applyAsDouble(even(seed + i * 0x9E3779B97F4A7C15L));
      if (half) {
        bytes.putShort(Float.floatToFloat16(value));
      } else {
        bytes.putFloat(value);
      }
    }
    return new Part(shape, half, bytes.array());
  }

  private static double even(long seed) {
    long z = (seed ^ (seed >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    z = z ^ (z >>> 31);
    return (z >>> 40) / 0x1p23 - 1;
  }

  private static DoubleUnaryOperator scale(String name, List<Long> shape) {
    if (name.endsWith("running_var")) {
      return u -> 1 + 0.5 * u;
    }
    if (name.endsWith("gamma")) {
      return u -> 0.3 + 0.1 * u;
    }
    if (!name.endsWith("weight")) {
      return u -> 0.1 * u;
    }
    if (shape.size() == 1) {
      return u -> 1 + 0.2 * u;
    }
    double fan = shape.stream().skip(1).reduce(1L, Math::multiplyExact);
    double by = name.startsWith("final_conv") || name.contains(".lora_B.") ? 16 : 1;
    return u -> Math.sqrt(6 / fan) * u / by;
  }

  /**
   * All tensors of an architecture as views of one small storage of zeros: right in name and shape,
   * and quick to write.
   */
  public static SequencedMap<String, Part> blank(Architecture architecture) {
    SequencedMap<String, Part> parts = new LinkedHashMap<>();
    architecture
        .expected(Set.of("a.lora_"))
        .forEach((name, shape) -> parts.put(name, new Part(shape, true, new byte[0])));
    return parts;
  }

  /** Writes a state dict; parts without bytes share one storage of zeros. */
  public static Path write(Path file, Map<String, Part> parts) throws IOException {
    long shared =
        parts.values().stream().mapToLong(p -> p.bytes().length == 0 ? size(p) : 0).max().orElse(0);
    ByteArrayOutputStream pickle = new ByteArrayOutputStream();
    List<byte[]> storages = new ArrayList<>(List.of(new byte[(int) shared * Short.BYTES]));
    put(pickle, "\u0080\u0002}(");
    for (Map.Entry<String, Part> e : parts.entrySet()) {
      Part part = e.getValue();
      boolean own = part.bytes().length > 0;
      tensor(pickle, e.getKey(), part, own ? storages.size() : 0, own ? size(part) : shared);
      if (own) {
        storages.add(part.bytes());
      }
    }
    put(pickle, "u.");
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file));
        ZipOutputStream zip = new ZipOutputStream(out)) {
      entry(zip, "data.pkl", pickle.toByteArray());
      for (int i = shared > 0 ? 0 : 1; i < storages.size(); i++) {
        entry(zip, "data/" + i, storages.get(i));
      }
    }
    return file;
  }

  /** Writes the same as safetensors; every part needs its bytes. */
  public static Path writeSafetensors(Path file, Map<String, Part> parts) throws IOException {
    List<String> header = new ArrayList<>(List.of("\"__metadata__\":{\"format\":\"pt\"}"));
    long at = 0;
    for (Map.Entry<String, Part> e : parts.entrySet()) {
      Part part = e.getValue();
      long end = at + part.bytes().length;
      String type = part.half() ? "F16" : "F32";
      header.add(
          "\"%s\":{\"dtype\":\"%s\",\"shape\":%s,\"data_offsets\":[%d,%d]}"
              .formatted(e.getKey(), type, part.shape(), at, end));
      at = end;
    }
    byte[] json = "{%s}".formatted(String.join(",", header)).getBytes(StandardCharsets.UTF_8);
    ByteBuffer length = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
      out.write(length.putLong(json.length).array());
      out.write(json);
      for (Part part : parts.values()) {
        out.write(part.bytes());
      }
    }
    return file;
  }

  private static long size(Part part) {
    return part.shape().stream().reduce(1L, Math::multiplyExact);
  }

  private static void tensor(
      ByteArrayOutputStream pickle, String name, Part part, int storage, long elements)
      throws IOException {
    text(pickle, name);
    put(pickle, "ctorch._utils\n_rebuild_tensor_v2\n((");
    text(pickle, "storage");
    put(pickle, part.half() ? "ctorch\nHalfStorage\n" : "ctorch\nFloatStorage\n");
    text(pickle, Integer.toString(storage));
    text(pickle, "cpu");
    number(pickle, elements);
    put(pickle, "tQK\u0000(");
    for (long side : part.shape()) {
      number(pickle, side);
    }
    put(pickle, "t(");
    long stride = size(part);
    for (long side : part.shape()) {
      stride /= side;
      number(pickle, stride);
    }
    put(pickle, "t\u0089ccollections\nOrderedDict\n)RtR");
  }

  private static void text(ByteArrayOutputStream pickle, String text) throws IOException {
    put(pickle, "X");
    pickle.write(
        ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(text.length()).array());
    put(pickle, text);
  }

  private static void number(ByteArrayOutputStream pickle, long number) throws IOException {
    put(pickle, "J");
    pickle.write(
        ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt((int) number).array());
  }

  private static void put(ByteArrayOutputStream pickle, String bytes) throws IOException {
    pickle.write(bytes.getBytes(StandardCharsets.ISO_8859_1));
  }

  private static void entry(ZipOutputStream zip, String name, byte[] bytes) throws IOException {
    ZipEntry entry = new ZipEntry("made/" + name);
    CRC32 crc = new CRC32();
    crc.update(bytes);
    entry.setMethod(ZipEntry.STORED);
    entry.setSize(bytes.length);
    entry.setCrc(crc.getValue());
    zip.putNextEntry(entry);
    zip.write(bytes);
    zip.closeEntry();
  }
}
