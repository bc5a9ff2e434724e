package io.cohortrun.workers.model;

import io.cohortrun.workers.canonical.Sha256;
import io.cohortrun.workers.model.ModelRejected.Code;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipInputStream;
import org.apache.commons.io.file.PathUtils;

/**
 * Unpacks bundles into the machine's cache, under a name made of their content, so that processes
 * never disturb each other. Only the three files of a bundle are ever written, by their own names:
 * no path of an archive is followed.
 */
final class BundleUnpacking {

  private static final Map<String, Long> LARGEST =
      Map.of(Bundles.DESCRIPTION, 1L << 20, Bundles.GOLDEN, 1L << 28, Bundles.MODEL, 4L << 30);

  private BundleUnpacking() {}

  /** A bundle of the class path. */
  static Path builtIn(String name) throws IOException {
    SortedMap<String, String> digests = new TreeMap<>();
    for (String file : Bundles.FILES) {
      try (InputStream in = resource(name, file)) {
        digests.put(file, Sha256.of(in));
      }
    }
    return cached(
        Bundles.digest(digests),
        dir -> {
          for (String file : Bundles.FILES) {
            try (InputStream in = resource(name, file)) {
              Files.copy(in, dir.resolve(file));
            }
          }
        });
  }

  private static InputStream resource(String name, String file) throws IOException {
    InputStream in = Bundles.class.getResourceAsStream(name + "/" + file);
    if (in == null) {
      throw new IOException("this build lacks %s of bundle %s".formatted(file, name));
    }
    return in;
  }

  /** An archive, by what it begins with. */
  static Path archive(Path archive) throws IOException {
    return cached(Sha256.of(archive), dir -> unpack(archive, dir));
  }

  private static void unpack(Path archive, Path dir) throws IOException {
    byte[] start;
    try (InputStream in = Files.newInputStream(archive)) {
      start = in.readNBytes(2);
    }
    try (InputStream in = new BufferedInputStream(Files.newInputStream(archive))) {
      if (start.length == 2 && start[0] == 'P' && start[1] == 'K') {
        unzip(new ZipInputStream(in), dir, archive);
      } else if (start.length == 2 && (start[0] & 0xFF) == 0x1F && (start[1] & 0xFF) == 0x8B) {
        untar(new GZIPInputStream(in), dir, archive);
      } else {
        untar(in, dir, archive);
      }
    } catch (ZipException | java.io.EOFException e) {
      throw new ModelRejected(
          Code.BadArchive, "%s is damaged: %s".formatted(archive, e.getMessage()), e);
    }
  }

  private static void unzip(ZipInputStream in, Path dir, Path archive) throws IOException {
    Set<String> seen = new HashSet<>();
    for (ZipEntry e = in.getNextEntry(); e != null; e = in.getNextEntry()) {
      if (!e.isDirectory()) {
        write(e.getName(), in, dir, archive, seen);
      }
    }
  }

  private static void untar(InputStream in, Path dir, Path archive) throws IOException {
    Set<String> seen = new HashSet<>();
    TarEntries.each(in, archive, (name, bytes) -> write(name, bytes, dir, archive, seen));
  }

  private static void write(String name, InputStream in, Path dir, Path archive, Set<String> seen)
      throws IOException {
    List<String> parts = List.of(name.replaceFirst("^\\./", "").split("/", -1));
    if (name.contains("\\") || name.startsWith("/") || parts.contains("..") || parts.size() > 2) {
      throw new ModelRejected(
          Code.BadArchive, "%s holds the path '%s', which no bundle has".formatted(archive, name));
    }
    String file = parts.getLast();
    if (!LARGEST.containsKey(file)) {
      return;
    }
    if (!seen.add(file)) {
      throw new ModelRejected(Code.BadArchive, "%s holds %s twice".formatted(archive, file));
    }
    long left = LARGEST.get(file);
    try (OutputStream out = Files.newOutputStream(dir.resolve(file))) {
      byte[] buffer = new byte[1 << 16];
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        left -= n;
        if (left < 0) {
          throw new ModelRejected(
              Code.BadArchive,
              "%s of %s is larger than %d bytes".formatted(file, archive, LARGEST.get(file)));
        }
        out.write(buffer, 0, n);
      }
    }
  }

  private interface Fill {
    void into(Path dir) throws IOException;
  }

  private static Path cached(String key, Fill fill) throws IOException {
    Path bundles = Files.createDirectories(MachineCache.folder().resolve("bundles"));
    Path done = bundles.resolve(key);
    if (Files.isDirectory(done, LinkOption.NOFOLLOW_LINKS)) {
      return done;
    }
    Path filling = Files.createTempDirectory(bundles, ".unpacking-");
    try {
      fill.into(filling);
      Files.move(filling, done, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException | RuntimeException e) {
      PathUtils.deleteDirectory(filling);
      if (!Files.isDirectory(done) || e instanceof ModelRejected) {
        throw e;
      }
      // Another process was first.
    }
    return done;
  }
}
