package io.cohortrun.workers.model.imported;

import io.cohortrun.workers.canonical.Sha256;
import io.cohortrun.workers.model.ModelRejected;
import io.cohortrun.workers.model.ModelRejected.Code;
import io.cohortrun.workers.model.StoredZip;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/** A TorchScript archive without its numbers, made by {@code gigatime_templates.py}. */
final class Template {

  /** A folder that all entries of an archive share; libtorch takes any. */
  private static final String ROOT = "model/";

  private final String name;
  private final List<Slot> slots;

  private Template(String name, List<Slot> slots) {
    this.name = name;
    this.slots = slots;
  }

  /**
   * Where a tensor belongs.
   *
   * @param tensor its name
   * @param entry of the archive, relative to its root
   * @param shape comma-separated
   */
  private record Slot(String tensor, String entry, String shape) {

    static Slot of(String line) {
      String[] fields = line.split("\t", -1);
      return new Slot(fields[0], fields[1], fields[2]);
    }

    int size() {
      int size = 1;
      for (String side : shape.split(",", -1)) {
        size *= Integer.parseInt(side);
      }
      return size;
    }
  }

  static Template of(Architecture architecture) throws IOException {
    try (InputStream in = resource(architecture.id() + ".tsv")) {
      String lines = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return new Template(architecture.id(), lines.lines().map(Slot::of).toList());
    }
  }

  private static InputStream resource(String file) throws IOException {
    InputStream in = Template.class.getResourceAsStream(file);
    if (in == null) {
      throw new IOException("this build lacks the template " + file);
    }
    return in;
  }

  /**
   * Writes the archive, filled.
   *
   * @param values of every tensor, contiguous; rounded to float32
   * @return digests by tensor as in {@code bundle.json}: {@code float32[4,3,1,1] sha256}
   * @throws ModelRejected a number is too large for float32
   */
  SortedMap<String, String> fill(Map<String, double[]> values, Path to) throws IOException {
    Set<String> names = slots.stream().map(Slot::tensor).collect(Collectors.toSet());
    if (!names.equals(values.keySet())) {
      throw new IllegalStateException("the template %s has other tensors".formatted(name));
    }
    SortedMap<String, String> digests = new TreeMap<>();
    try (OutputStream file = new BufferedOutputStream(Files.newOutputStream(to));
        ZipOutputStream out = new ZipOutputStream(file);
        ZipInputStream in = new ZipInputStream(resource(name + ".zip"))) {
      for (ZipEntry e = in.getNextEntry(); e != null; e = in.getNextEntry()) {
        StoredZip.put(out, ROOT + e.getName(), in.readAllBytes());
      }
      for (Slot slot : slots) {
        byte[] bytes = floats(slot, values.get(slot.tensor()));
        StoredZip.put(out, ROOT + slot.entry(), bytes);
        digests.put(slot.tensor(), "float32[%s] %s".formatted(slot.shape(), Sha256.of(bytes)));
      }
    }
    return digests;
  }

  private static byte[] floats(Slot slot, double[] values) {
    if (values.length != slot.size()) {
      throw new IllegalStateException(slot.tensor() + " has another size than its template");
    }
    ByteBuffer bytes =
        ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    for (double value : values) {
      float rounded = (float) value;
      if (!Float.isFinite(rounded)) {
        throw new ModelRejected(
            Code.TensorMismatch,
            "%s becomes %s when folded; the checkpoint is damaged or not of this architecture"
                .formatted(slot.tensor(), value));
      }
      bytes.putFloat(rounded);
    }
    return bytes.array();
  }
}
