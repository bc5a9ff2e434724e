package io.cohortrun.workers.slide.read;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Where libopenslide may be, best first. Looks at a handful of folders and never walks a tree.
 *
 * @param property value of {@code -Dcohortrun.openslide}, or null
 * @param environment of the process
 * @param home of the user
 */
record OpenSlideDiscovery(String property, Map<String, String> environment, Path home) {

  /** Value of property or variable by which a user says that OpenSlide must not be used. */
  static final String ABSENT = "absent";

  private static final List<String> LINUX = List.of("libopenslide.so.1", "libopenslide.so.0");
  private static final List<String> MAC = List.of("libopenslide.1.dylib", "libopenslide.0.dylib");

  static OpenSlideDiscovery ofThisProcess() {
    return new OpenSlideDiscovery(
        System.getProperty("cohortrun.openslide"),
        System.getenv(),
        Path.of(System.getProperty("user.home")));
  }

  /** What property or environment name, or null; ends the search whether it loads or not. */
  String explicit() {
    if (property != null && !property.isBlank()) {
      return property;
    }
    String variable = environment.get("COHORTRUN_OPENSLIDE");
    return variable == null || variable.isBlank() ? null : variable;
  }

  /** Paths that exist, then plain names for the system's loader. */
  List<String> candidates() {
    String explicit = explicit();
    if (explicit != null) {
      Path path = Path.of(explicit);
      List<String> inside = Files.isDirectory(path) ? libraries(path) : List.of();
      return inside.isEmpty() ? List.of(explicit) : inside;
    }
    List<String> found = new ArrayList<>();
    for (Path folder : folders()) {
      found.addAll(libraries(folder));
    }
    found.addAll(names());
    return found;
  }

  private List<Path> folders() {
    List<Path> folders = new ArrayList<>();
    String cohortHome = environment.get("COHORT_HOME");
    Path ours = cohortHome == null ? home.resolve(".cohortrun") : Path.of(cohortHome);
    folders.add(ours.resolve("openslide"));
    for (Path root : pythonRoots()) {
      for (Path python : matching(root.resolve("lib"), "python3*")) {
        folders.add(python.resolve("site-packages").resolve("openslide_bin"));
        folders.add(python.resolve("dist-packages").resolve("openslide_bin"));
      }
    }
    return folders;
  }

  private List<Path> pythonRoots() {
    List<Path> roots = new ArrayList<>();
    for (String name : List.of("VIRTUAL_ENV", "CONDA_PREFIX")) {
      if (environment.get(name) != null) {
        roots.add(Path.of(environment.get(name)));
      }
    }
    roots.add(home.resolve(".local"));
    roots.add(Path.of("/usr/local"));
    roots.add(Path.of("/usr"));
    roots.addAll(matching(home.resolve(".pyenv/versions"), "3*"));
    return roots;
  }

  private static List<String> libraries(Path folder) {
    List<String> found = new ArrayList<>();
    for (Path place : List.of(folder, folder.resolve("lib"), folder.resolve("openslide_bin"))) {
      for (String name : names()) {
        if (Files.isRegularFile(place.resolve(name))) {
          found.add(place.resolve(name).toString());
        }
      }
    }
    return found;
  }

  private static List<Path> matching(Path folder, String glob) {
    List<Path> found = new ArrayList<>();
    if (Files.isDirectory(folder)) {
      try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder, glob)) {
        entries.forEach(found::add);
      } catch (IOException e) {
        return List.of(); // a folder that cannot be listed holds no library for us
      }
    }
    found.sort(null);
    return found;
  }

  private static List<String> names() {
    String os = System.getProperty("os.name").toLowerCase(Locale.ROOT);
    return os.contains("mac") ? MAC : LINUX;
  }
}
