package io.cohortrun.workers.model.imported;

import io.cohortrun.workers.canonical.Sha256;
import io.cohortrun.workers.model.ModelRejected;
import io.cohortrun.workers.model.ModelRejected.Code;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * A model's folder as the model hub's client leaves it: {@code refs/main} names a revision, {@code
 * snapshots/REVISION} holds links to {@code blobs/DIGEST}; or a plain folder with the files.
 */
public final class HubFolder {

  private static final List<String> ENDINGS = List.of(".safetensors", ".pth", ".pt", ".bin");

  /** The hub's name of a model's folder begins so. */
  private static final String MODEL = "models--";

  /** Folders within a model that are looked into. */
  private static final int DEPTH = 3;

  private HubFolder() {}

  /**
   * The one checkpoint in it; a blob that is named by its digest has that digest.
   *
   * @throws ModelRejected there is none, or more than one, or it is not whole
   */
  public static Path checkpoint(Path dir) throws IOException {
    if (!Files.isDirectory(dir)) {
      throw new ModelRejected(Code.NotFound, "%s is not a folder".formatted(dir));
    }
    checkOneModel(dir);
    // Whoever names a link to a folder means the folder.
    Path files = (Files.isDirectory(dir.resolve("snapshots")) ? snapshot(dir) : dir).toRealPath();
    List<Path> found;
    try (Stream<Path> inside = Files.walk(files, DEPTH)) {
      found = inside.filter(HubFolder::isCheckpoint).sorted().toList();
    }
    if (found.size() != 1) {
      throw new ModelRejected(
          Code.NotFound,
          "%s holds %s; name the checkpoint itself"
              .formatted(
                  files,
                  found.isEmpty()
                      ? "no checkpoint (" + String.join(", ", ENDINGS) + ")"
                      : "more than one checkpoint: "
                          + String.join(
                              ", ",
                              found.stream().map(p -> files.relativize(p).toString()).toList())));
    }
    check(dir, found.getFirst());
    return found.getFirst();
  }

  private static void checkOneModel(Path dir) throws IOException {
    List<String> models;
    try (Stream<Path> inside = Files.list(dir)) {
      models =
          inside.map(p -> p.getFileName().toString()).filter(n -> n.startsWith(MODEL)).toList();
    }
    if (!models.isEmpty()) {
      throw new ModelRejected(
          Code.NotFound,
          "%s is the hub's folder of models; name one of them as --hub-dir: %s"
              .formatted(dir, String.join(", ", models.stream().sorted().toList())));
    }
  }

  private static boolean isCheckpoint(Path file) {
    String name = file.getFileName().toString();
    return ENDINGS.stream().anyMatch(name::endsWith)
        && !Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS);
  }

  private static Path snapshot(Path dir) throws IOException {
    Path ref = dir.resolve("refs").resolve("main");
    List<Path> all;
    try (Stream<Path> inside = Files.list(dir.resolve("snapshots"))) {
      all = inside.filter(Files::isDirectory).sorted().toList();
    }
    if (all.isEmpty()) {
      throw new ModelRejected(
          Code.NotFound, "%s has no snapshot; download the model again".formatted(dir));
    }
    String wanted = Files.isRegularFile(ref) ? Files.readString(ref).strip() : null;
    List<Path> chosen =
        all.stream()
            .filter(p -> wanted == null || p.getFileName().toString().equals(wanted))
            .toList();
    if (chosen.size() != 1) {
      throw new ModelRejected(
          Code.NotFound,
          "%s has %d snapshots%s; name one of them as --hub-dir"
              .formatted(
                  dir,
                  all.size(),
                  wanted == null ? "" : " and none is that of refs/main, " + wanted));
    }
    return chosen.getFirst();
  }

  /**
   * A download that broke off leaves a link to nothing, or a blob that is not what it is called.
   */
  private static void check(Path dir, Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new ModelRejected(
          Code.BadCheckpoint, "%s links to nothing; download the model again".formatted(file));
    }
    Path blob = file.toRealPath();
    String name = blob.getFileName().toString();
    if (Files.isSymbolicLink(file)
        && name.matches("[0-9a-f]{64}")
        && !Sha256.of(blob).equals(name)) {
      throw new ModelRejected(
          Code.BadCheckpoint,
          "%s of %s is not whole: its sha256 is not its name; download the model again"
              .formatted(file.getFileName(), dir));
    }
  }
}
