package io.cohortrun.workers.model;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cohortrun.workers.canonical.Json;
import io.cohortrun.workers.canonical.Sha256;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/** Copies of the demo bundle that tests may spoil. */
final class BundleFiles {

  private BundleFiles() {}

  static Path demoIn(Path dir) throws IOException {
    return copy(Bundles.open("demo").dir(), dir);
  }

  static Path copy(Path from, Path dir) throws IOException {
    Files.createDirectories(dir);
    for (String file : Bundles.FILES) {
      Files.copy(from.resolve(file), dir.resolve(file));
    }
    return dir;
  }

  static void edit(Path dir, Consumer<ObjectNode> change) throws IOException {
    Path file = dir.resolve(Bundles.DESCRIPTION);
    ObjectNode json = (ObjectNode) Json.MAPPER.readTree(file.toFile());
    change.accept(json);
    Files.write(file, Json.MAPPER.writeValueAsBytes(json));
  }

  /** Makes the digests of files in {@code bundle.json} true again. */
  static void sign(Path dir) throws IOException {
    edit(
        dir,
        json -> {
          try {
            ObjectNode digests = (ObjectNode) json.get("digests");
            digests.put(Bundles.MODEL, Sha256.of(dir.resolve(Bundles.MODEL)));
            digests.put(Bundles.GOLDEN, Sha256.of(dir.resolve(Bundles.GOLDEN)));
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
  }

  /** Rewrites one tensor inside {@code model.pt}; returns its new digest as in bundle.json. */
  static String spoil(Path dir, String tensor, UnaryOperator<byte[]> change) throws IOException {
    Path model = dir.resolve(Bundles.MODEL);
    String said =
        Json.MAPPER
            .readTree(dir.resolve(Bundles.DESCRIPTION).toFile())
            .get("digests")
            .get(Tensors.PREFIX + tensor)
            .asText();
    Map<String, byte[]> entries = new LinkedHashMap<>();
    String changed = null;
    try (ZipFile zip = new ZipFile(model.toFile())) {
      for (ZipEntry e : (Iterable<ZipEntry>) zip.stream().map(ZipEntry.class::cast)::iterator) {
        byte[] bytes = zip.getInputStream(e).readAllBytes();
        if (said.endsWith(Sha256.of(bytes))) {
          bytes = change.apply(bytes);
          changed = said.substring(0, said.indexOf(' ') + 1) + Sha256.of(bytes);
        }
        entries.put(e.getName(), bytes);
      }
    }
    if (changed == null) {
      throw new IOException("no entry of model.pt holds " + tensor);
    }
    zip(model, entries);
    return changed;
  }

  /** Rewrites the network's own code inside {@code model.pt}, and signs the bundle again. */
  static void code(Path dir, UnaryOperator<String> change) throws IOException {
    Path model = dir.resolve(Bundles.MODEL);
    Map<String, byte[]> entries = new LinkedHashMap<>();
    try (ZipFile zip = new ZipFile(model.toFile())) {
      for (ZipEntry e : (Iterable<ZipEntry>) zip.stream().map(ZipEntry.class::cast)::iterator) {
        byte[] bytes = zip.getInputStream(e).readAllBytes();
        if (e.getName().endsWith("/code/__torch__.py")) {
          String code = change.apply(new String(bytes, StandardCharsets.UTF_8));
          bytes = code.getBytes(StandardCharsets.UTF_8);
        }
        entries.put(e.getName(), bytes);
      }
    }
    zip(model, entries);
    sign(dir);
  }

  static void zip(Path file, Map<String, byte[]> entries) throws IOException {
    try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(file))) {
      for (Map.Entry<String, byte[]> e : entries.entrySet()) {
        ZipEntry entry = new ZipEntry(e.getKey());
        CRC32 crc = new CRC32();
        crc.update(e.getValue());
        entry.setMethod(ZipEntry.STORED); // libtorch reads no other
        entry.setSize(e.getValue().length);
        entry.setCrc(crc.getValue());
        out.putNextEntry(entry);
        out.write(e.getValue());
      }
    }
  }
}
