package io.cohortrun.workers.store;

import static io.cohortrun.workers.slide.read.SlideSet.miraxFile;

import io.cohortrun.workers.store.ObjectStore.Item;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/** Which files make one slide: most formats are one file, some name others by convention. */
final class SlideFiles {

  /** Formats whose file is read together with its neighbours. */
  private static final Set<String> WITH_NEIGHBOURS = Set.of(".dcm", ".vms", ".vmu", ".ndpis");

  private SlideFiles() {}

  /**
   * A slide's files.
   *
   * @param base folder that names are relative to, with a trailing slash where it is a key
   * @param names relative to the base, sorted, with slashes
   */
  record SlideSet(String base, List<String> names) {}

  /**
   * The set behind a local file or folder, the same whichever of its names was given; empty names
   * where a folder holds no file.
   */
  static SlideSet local(Path path) throws IOException {
    if (Files.isDirectory(path)) {
      Optional<Path> mirax = miraxFile(path);
      return mirax.isPresent()
          ? local(mirax.get())
          : new SlideSet(path.toString(), ofFolder(under(path, path), name -> name));
    }
    Path folder = path.toAbsolutePath().getParent();
    String main = path.getFileName().toString();
    List<String> names = new ArrayList<>(List.of(main));
    Optional<String> mirax = miraxFolder(main);
    if (mirax.isPresent() && Files.isDirectory(folder.resolve(mirax.get()))) {
      names.addAll(under(folder, folder.resolve(mirax.get())));
    } else if (WITH_NEIGHBOURS.contains(extension(main))) {
      try (Stream<Path> all = Files.list(folder)) {
        all.filter(Files::isRegularFile)
            .map(p -> p.getFileName().toString())
            .filter(n -> !n.equals(main) && belongs(main, n))
            .forEach(names::add);
      }
    }
    names.sort(Comparator.naturalOrder());
    return new SlideSet(folder.toString(), names);
  }

  /** A folder with DICOM files is what any of them would name: these files. */
  private static <T> List<T> ofFolder(List<T> all, Function<T, String> name) {
    List<T> dicom =
        all.stream()
            .filter(t -> name.apply(t).indexOf('/') < 0 && extension(name.apply(t)).equals(".dcm"))
            .toList();
    return dicom.isEmpty() ? all : dicom;
  }

  /** The set behind a key; empty names where there is none. */
  static List<Item> remote(ObjectStore bucket, String key) throws IOException {
    List<Item> items = new ArrayList<>();
    Optional<ObjectStore.Stat> file = key.endsWith("/") ? Optional.empty() : bucket.stat(key);
    if (file.isEmpty()) {
      String folder = key.endsWith("/") ? key : key + "/";
      return ofFolder(bucket.items(folder), i -> i.key().substring(folder.length()));
    }
    items.add(new Item(key, file.get().bytes(), file.get().modified()));
    String main = key.substring(key.lastIndexOf('/') + 1);
    Optional<String> mirax = miraxFolder(main);
    if (mirax.isPresent()) {
      items.addAll(bucket.items(Keys.folder(key) + mirax.get() + "/"));
    } else if (WITH_NEIGHBOURS.contains(extension(main))) {
      int folder = Keys.folder(key).length();
      for (Item i : bucket.items(Keys.folder(key))) {
        String name = i.key().substring(folder);
        if (!i.key().equals(key) && name.indexOf('/') < 0 && belongs(main, name)) {
          items.add(i);
        }
      }
    }
    items.sort(Comparator.comparing(Item::key));
    return items;
  }

  private static List<String> under(Path base, Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(Files::isRegularFile)
          .map(p -> base.relativize(p).toString().replace('\\', '/'))
          .filter(n -> !n.startsWith(".") && !n.contains("/."))
          .sorted()
          .toList();
    }
  }

  /** DICOM goes with DICOM only; the others with everything beside them. */
  private static boolean belongs(String main, String other) {
    return !other.startsWith(".")
        && (!extension(main).equals(".dcm") || extension(other).equals(".dcm"));
  }

  private static Optional<String> miraxFolder(String name) {
    return extension(name).equals(".mrxs")
        ? Optional.of(name.substring(0, name.length() - ".mrxs".length()))
        : Optional.empty();
  }

  private static String extension(String name) {
    int dot = name.lastIndexOf('.');
    return dot < 0 ? "" : name.substring(dot).toLowerCase(Locale.ROOT);
  }
}
