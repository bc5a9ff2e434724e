package io.cohortrun.e2e.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.cohortrun.workers.canonical.Sha256;
import io.cohortrun.workers.store.ObjectStore;
import io.cohortrun.workers.store.StoreFailure;
import io.cohortrun.workers.store.StoreProbe;
import io.cohortrun.workers.store.Stores;
import java.nio.file.Path;

/** A process that works on a folder until it fails, and prints the code and the sentence. */
final class FolderFaults {

  private FolderFaults() {}

  /** Arguments: what to do, folder. */
  public static void main(String[] args) throws Exception {
    try (ObjectStore store = Stores.open(args[1])) {
      switch (args[0]) {
        case "probe" -> StoreProbe.check(store);
        case "fill" -> fill(store);
        case "unmount" -> {
          store.put("a", new byte[1]);
          run("umount", "-l", args[1]);
          store.put("b", new byte[1]);
        }
        default -> throw new IllegalArgumentException(args[0]);
      }
      System.out.println("no failure");
    } catch (StoreFailure e) {
      System.out.println(e.code() + " | " + e.getMessage());
    }
    if (args[0].equals("unmount")) {
      String[] under = Path.of(args[1]).toFile().list();
      System.out.println("under the mount: " + under.length);
    }
  }

  /**
   * Objects whose name is the digest of their bytes, until the disk is full or the process dies.
   */
  private static void fill(ObjectStore store) throws Exception {
    for (int i = 0; ; i++) {
      byte[] bytes = ("object " + i + " ").repeat(3000).getBytes(UTF_8);
      store.put("objects/" + Sha256.of(bytes), bytes);
      System.out.println("wrote " + i);
    }
  }

  private static void run(String... command) throws Exception {
    int status = new ProcessBuilder(command).inheritIO().start().waitFor();
    if (status != 0) {
      throw new IllegalStateException(String.join(" ", command) + ": " + status);
    }
  }
}
