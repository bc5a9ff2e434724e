package io.cohortrun.cli.pod;

import io.cohortrun.workers.store.ObjectStore;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Objects of a store as one stream: nothing is kept on the way, each has its checksum. */
public final class Archive {

  /** Name of the last entry, which is empty: a stream that breaks between two files lacks it. */
  public static final String END = "end-of-archive";

  private Archive() {}

  /**
   * Writes a zip archive.
   *
   * @param folder what is cut off the keys to give the names, with a trailing slash
   * @param keys objects, and folders with a trailing slash; what is absent is left out
   */
  public static void write(ObjectStore store, String folder, List<String> keys, OutputStream to)
      throws IOException {
    ZipOutputStream zip = new ZipOutputStream(to);
    zip.setLevel(Deflater.BEST_SPEED);
    for (String given : keys) {
      for (String key : objects(store, given)) {
        zip.putNextEntry(new ZipEntry(key.substring(folder.length())));
        try (InputStream object = store.open(key)) {
          object.transferTo(zip);
        }
        zip.closeEntry();
      }
    }
    zip.putNextEntry(new ZipEntry(END));
    zip.finish();
    zip.flush();
  }

  private static List<String> objects(ObjectStore store, String key) throws IOException {
    if (key.endsWith("/")) {
      return store.list(key);
    }
    return store.stat(key).isPresent() ? List.of(key) : List.of();
  }
}
