package io.cohortrun.workers.store;

import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.BiConsumer;

/** Walks a folder store by key prefix. Files that others remove meanwhile are passed over. */
final class FolderWalk {

  private static final Set<FileVisitOption> FOLLOW = EnumSet.of(FileVisitOption.FOLLOW_LINKS);

  private FolderWalk() {}

  /** Every object under a prefix, in no order. Linked folders are followed. */
  static void objects(Path root, String prefix, BiConsumer<String, BasicFileAttributes> each)
      throws IOException {
    walk(root, prefix, FOLLOW, each, false);
  }

  /** Every unfinished write under a prefix. */
  static void temporaries(Path root, String prefix, BiConsumer<String, BasicFileAttributes> each)
      throws IOException {
    walk(root, prefix, FOLLOW, each, true);
  }

  /** Deletes objects under a prefix and the folders that become empty; never through a link. */
  static void delete(Path root, String prefix) throws IOException {
    Path start = root.resolve(Keys.folder(prefix));
    if (!Files.isDirectory(start)) {
      return;
    }
    Files.walkFileTree(
        start,
        new Visitor(root, prefix) {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes a) throws IOException {
            if (key(file).startsWith(prefix)) {
              Files.deleteIfExists(file);
            }
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path folder, IOException e) throws IOException {
            if (!folder.equals(root) && (key(folder) + "/").startsWith(prefix)) {
              removeIfEmpty(folder);
            }
            return FileVisitResult.CONTINUE;
          }
        });
    // As in an object store, a folder without objects does not exist.
    for (Path p = start; !p.equals(root) && removeIfEmpty(p); ) {
      p = p.getParent();
    }
  }

  private static boolean removeIfEmpty(Path folder) throws IOException {
    try {
      if (!Files.isSymbolicLink(folder)) {
        Files.deleteIfExists(folder);
        return true;
      }
      return false;
    } catch (DirectoryNotEmptyException inUse) {
      return false;
    }
  }

  private static void walk(
      Path root,
      String prefix,
      Set<FileVisitOption> options,
      BiConsumer<String, BasicFileAttributes> each,
      boolean temporaries)
      throws IOException {
    Path start = root.resolve(Keys.folder(prefix));
    if (!Files.isDirectory(start)) {
      return;
    }
    Files.walkFileTree(
        start,
        options,
        Integer.MAX_VALUE,
        new Visitor(root, prefix) {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes a) {
            boolean temporary = file.getFileName().toString().startsWith(Keys.TEMPORARY);
            String key = key(file);
            if (temporary == temporaries && key.startsWith(prefix)) {
              each.accept(key, a);
            }
            return FileVisitResult.CONTINUE;
          }
        });
  }

  /** Enters only folders that may hold the prefix. */
  private static class Visitor extends SimpleFileVisitor<Path> {
    private final Path root;
    private final String prefix;

    Visitor(Path root, String prefix) {
      this.root = root;
      this.prefix = prefix;
    }

    String key(Path p) {
      return root.relativize(p).toString().replace('\\', '/');
    }

    @Override
    public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes a) {
      String key = folder.equals(root) ? "" : key(folder) + "/";
      return key.startsWith(prefix) || prefix.startsWith(key)
          ? FileVisitResult.CONTINUE
          : FileVisitResult.SKIP_SUBTREE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
      if (e instanceof NoSuchFileException || e instanceof FileSystemLoopException) {
        return FileVisitResult.CONTINUE;
      }
      throw e;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path folder, IOException e) throws IOException {
      if (e == null || e instanceof NoSuchFileException) {
        return FileVisitResult.CONTINUE;
      }
      throw e;
    }
  }
}
