package io.cohortrun.workers.store;

import io.cohortrun.workers.store.StoreFailure.Code;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;

/**
 * The folder a store was opened on, remembered by its identity (device and inode), so that a folder
 * that was removed, or whose mount went away and shows an empty one, is noticed and never silently
 * filled anew.
 *
 * @param path absolute
 * @param identity file key at opening; null where the file system has none
 */
record FolderRoot(Path path, Object identity) {

  /** Creates the folder where needed and remembers it. */
  static FolderRoot open(Path path) throws IOException {
    requireNoFile(path);
    try {
      Files.createDirectories(path);
      return new FolderRoot(path, identityOf(path));
    } catch (NoSuchFileException e) {
      throw new StoreFailure(
          Code.BadUri, path.toUri() + ": no folder can be created here; choose another output.", e);
    } catch (IOException e) {
      throw FolderFailures.of(path.toUri().toString(), "", e);
    }
  }

  static void requireNoFile(Path path) throws StoreFailure {
    if (Files.exists(path) && !Files.isDirectory(path)) {
      throw new StoreFailure(
          Code.BadUri, path.toUri() + ": is a file; name a folder for the output.");
    }
  }

  /**
   * @throws StoreFailure Vanished where the folder is not the one that was opened
   */
  void check() throws IOException {
    Object now;
    try {
      now = identityOf(path);
    } catch (NoSuchFileException e) {
      throw vanished(e);
    }
    if (!Objects.equals(now, identity)) {
      throw vanished(null);
    }
  }

  /** Creates the folders of an object below the root, never the root itself. */
  void makeFolders(Path folder) throws IOException {
    if (folder.equals(path)) {
      check();
      return;
    }
    try {
      Files.createDirectory(folder);
    } catch (FileAlreadyExistsException e) {
      if (!Files.isDirectory(folder)) {
        throw e;
      }
    } catch (NoSuchFileException e) {
      makeFolders(folder.getParent());
      makeFolders(folder);
    }
  }

  private StoreFailure vanished(Exception cause) {
    return new StoreFailure(
        Code.Vanished,
        path.toUri()
            + ": the output folder was removed or its mount is gone; bring it back and start the"
            + " run again.",
        cause);
  }

  private static Object identityOf(Path path) throws IOException {
    return Files.readAttributes(path, BasicFileAttributes.class).fileKey();
  }
}
