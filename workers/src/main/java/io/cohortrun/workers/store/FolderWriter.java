package io.cohortrun.workers.store;

import io.cohortrun.workers.store.StoreFailure.Code;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/**
 * Whole or absent on a file system: every write goes to a temporary file beside its target, which
 * is then renamed over it (put) or hard-linked to it (create if absent; link(2) is atomic on local
 * file systems and on NFS).
 */
final class FolderWriter {

  /** A folder may be pruned by another process between its creation and its use. */
  private static final int TRIES = 10;

  private final FolderRoot root;

  FolderWriter(FolderRoot root) {
    this.root = root;
  }

  /** Produces the bytes of an object. */
  @FunctionalInterface
  interface Body {
    void writeTo(OutputStream out) throws IOException;
  }

  /** Writes or replaces. */
  void replace(Path target, Body body, boolean synced) throws IOException {
    through(
        target,
        body,
        synced,
        temporary -> {
          Files.move(
              temporary,
              target,
              StandardCopyOption.ATOMIC_MOVE,
              StandardCopyOption.REPLACE_EXISTING);
          return true;
        });
  }

  /** Creates, durably, unless the target exists. */
  boolean create(Path target, Body body) throws IOException {
    if (Files.exists(target)) {
      return false;
    }
    boolean created = through(target, body, true, temporary -> link(target, temporary));
    if (created) {
      sync(target.getParent());
    }
    return created;
  }

  /** Makes a file, or the names in a folder, safe against power loss. */
  static void sync(Path path) throws IOException {
    boolean folder = Files.isDirectory(path);
    try (FileChannel c =
        FileChannel.open(path, folder ? StandardOpenOption.READ : StandardOpenOption.WRITE)) {
      c.force(true);
    } catch (NoSuchFileException e) {
      throw e;
    } catch (FileSystemException e) {
      if (!folder) { // some systems cannot open or sync a folder; names are then their business
        throw e;
      }
    }
  }

  private boolean through(Path target, Body body, boolean synced, Placement placement)
      throws IOException {
    root.check();
    for (int t = 1; ; t++) {
      Path temporary = target.resolveSibling(Keys.TEMPORARY + UUID.randomUUID());
      try {
        root.makeFolders(target.getParent());
        write(temporary, body, synced);
        return placement.place(temporary);
      } catch (NoSuchFileException e) {
        root.check();
        if (t == TRIES) {
          throw e;
        }
      } finally {
        Files.deleteIfExists(temporary);
      }
    }
  }

  private static void write(Path temporary, Body body, boolean synced) throws IOException {
    try (FileChannel c =
        FileChannel.open(temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      OutputStream out = Channels.newOutputStream(c);
      body.writeTo(out);
      out.flush();
      if (synced) {
        c.force(false);
      }
    }
  }

  private static boolean link(Path target, Path temporary) throws IOException {
    try {
      Files.createLink(target, temporary);
      return true;
    } catch (FileAlreadyExistsException e) {
      // An NFS server may have linked and its answer been lost: the same inode is ours.
      return Files.exists(target) && Files.isSameFile(target, temporary);
    } catch (UnsupportedOperationException e) {
      throw noLinks(target, e);
    } catch (FileSystemException e) {
      String reason = String.valueOf(e.getReason());
      if (reason.contains("not permitted") || reason.contains("not supported")) {
        throw noLinks(target, e);
      }
      throw e;
    }
  }

  private static StoreFailure noLinks(Path target, Exception cause) {
    return new StoreFailure(
        Code.NotAtomic,
        target.toUri()
            + ": this file system has no hard links, which atomic commits need; choose another"
            + " folder for the output.",
        cause);
  }

  /** Gives the finished temporary file its name. */
  @FunctionalInterface
  private interface Placement {
    boolean place(Path temporary) throws IOException;
  }
}
