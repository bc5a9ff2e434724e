package io.cohortrun.cli.cluster;

import io.cohortrun.cli.pod.Archive;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/** A stream of a zip archive as files of a folder. */
final class Unpacking {

  private Unpacking() {}

  /**
   * Writes what comes until the archive ends.
   *
   * @return number of files
   * @throws IOException the stream is broken, a checksum does not fit, or a name leads elsewhere
   */
  static int into(Path folder, InputStream archive) throws IOException {
    int files = 0;
    boolean whole = false;
    ZipInputStream zip = new ZipInputStream(archive);
    for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
      if (entry.getName().equals(Archive.END)) {
        whole = true;
        continue;
      }
      Path file = folder.resolve(entry.getName()).normalize();
      if (!file.startsWith(folder) || file.equals(folder)) {
        throw new IOException("the archive names a file outside of its folder: " + entry.getName());
      }
      Files.createDirectories(file.getParent());
      Files.copy(zip, file);
      files++;
    }
    archive.transferTo(OutputStream.nullOutputStream()); // its directory, at the end
    if (!whole) {
      throw new IOException("the stream ended before the archive did; try it again");
    }
    return files;
  }
}
