package io.cohortrun.workers.model;

import io.cohortrun.workers.model.ModelRejected.Code;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.HashSet;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/**
 * A TorchScript archive with its float32 tensors rounded to a shorter type (nearest, ties to even),
 * as a cast of the module would do it. Tensors of other types and the code stay as they are.
 */
final class ReducedArchive {

  private static final String NAME = "ctorch\n%s\n";

  private ReducedArchive() {}

  /**
   * The archive's bytes.
   *
   * @throws ModelRejected the archive is written in a way that is not known here
   */
  static byte[] of(Path model, Precision precision) throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (ZipFile in = new ZipFile(model.toFile());
        ZipOutputStream out = new ZipOutputStream(bytes)) {
      Set<String> floats = floats(in);
      for (Enumeration<? extends ZipEntry> all = in.entries(); all.hasMoreElements(); ) {
        ZipEntry entry = all.nextElement();
        byte[] content = in.getInputStream(entry).readAllBytes();
        if (floats.contains(entry.getName())) {
          content = rounded(content, precision);
        } else if (isTable(entry)) {
          content = renamed(content, precision);
        }
        StoredZip.put(out, entry.getName(), content);
      }
    }
    return bytes.toByteArray();
  }

  private static boolean isTable(ZipEntry entry) {
    return entry.getName().endsWith("/data.pkl") || entry.getName().endsWith("/constants.pkl");
  }

  /** Entries that hold float32 numbers. */
  private static Set<String> floats(ZipFile archive) throws IOException {
    Set<String> floats = new HashSet<>();
    for (Enumeration<? extends ZipEntry> all = archive.entries(); all.hasMoreElements(); ) {
      ZipEntry entry = all.nextElement();
      if (isTable(entry)) {
        String name = entry.getName();
        String folder = name.substring(0, name.length() - ".pkl".length()) + "/";
        byte[] table = archive.getInputStream(entry).readAllBytes();
        for (StorageTable.Storage s : StorageTable.of(table)) {
          if (s.type().equals("torch.FloatStorage")) {
            floats.add(folder + s.key());
          } else if (s.type().equals("torch.DoubleStorage")) {
            throw new ModelRejected(
                Code.PrecisionNotAdmitted,
                "the network holds float64 tensors, and reduced precision is made of float32 ones; use fp32");
          }
        }
      }
    }
    return floats;
  }

  private static byte[] renamed(byte[] table, Precision precision) {
    return new String(table, StandardCharsets.ISO_8859_1)
        .replace(NAME.formatted(Precision.FP32.storage()), NAME.formatted(precision.storage()))
        .getBytes(StandardCharsets.ISO_8859_1);
  }

  private static byte[] rounded(byte[] floats, Precision precision) {
    ByteBuffer from = ByteBuffer.wrap(floats).order(ByteOrder.LITTLE_ENDIAN);
    ByteBuffer to = ByteBuffer.allocate(floats.length / 2).order(ByteOrder.LITTLE_ENDIAN);
    while (from.remaining() >= Float.BYTES) {
      to.putShort(precision.round(from.getFloat()));
    }
    return to.array();
  }
}
