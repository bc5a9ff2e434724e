package io.cohortrun.cli.setup;

import io.cohortrun.workers.slide.read.OpenSlideLibrary;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.apache.commons.io.file.PathUtils;

/**
 * Fetches OpenSlide: the library inside the {@code openslide-bin} wheel by pip, else Debian's
 * package by apt.
 *
 * <p>Tried once by itself, before the first run of a machine without OpenSlide; {@code cohort
 * setup} tries again.
 */
public final class OpenSlideInstall {

  private static final String WHEEL = "openslide-bin==4.0.1.2";
  private static final String LIBRARY = "libopenslide.so.1";

  private final Path folder;
  private final Commands commands;

  /**
   * Installs below {@code home}.
   *
   * @param home holds the folder {@code openslide}
   */
  public OpenSlideInstall(Path home, Commands commands) {
    this.folder = home.resolve("openslide");
    this.commands = commands;
  }

  /** For this user, below {@link CohortHome}. */
  public static OpenSlideInstall here() {
    return new OpenSlideInstall(CohortHome.folder(), Commands.real(Duration.ofMinutes(3)));
  }

  /** Whether an install was tried on this machine before, whatever came of it. */
  public boolean tried() {
    return Files.exists(folder.resolve("tried"));
  }

  /** Installs before the first run of a machine without OpenSlide, and never again by itself. */
  public void onceWhereMissing() throws IOException {
    if (tried() || OpenSlideLibrary.describe().present()) {
      return;
    }
    System.err.println("cohort: fetching OpenSlide, once ...");
    Optional<String> installed = install();
    System.err.println(
        "cohort: "
            + installed
                .map(i -> "installed " + i)
                .orElse(
                    "neither pip nor apt could install OpenSlide; TIFF, OME-TIFF and most SVS are read without it"));
  }

  /**
   * Tries pip, then apt.
   *
   * @return what was installed, in words; empty where neither could
   */
  public Optional<String> install() throws IOException {
    Files.createDirectories(folder);
    Files.writeString(folder.resolve("tried"), WHEEL + "\n");
    Optional<String> byPip = byPip();
    return byPip.isPresent() ? byPip : byApt();
  }

  private Optional<String> byPip() throws IOException {
    Path download = Files.createTempDirectory(folder, "wheel");
    try {
      boolean fetched =
          commands.run(
              List.of(
                  "python3",
                  "-m",
                  "pip",
                  "download",
                  "-q",
                  "--no-deps",
                  "--only-binary=:all:",
                  "-d",
                  download.toString(),
                  WHEEL));
      if (!fetched) {
        return Optional.empty();
      }
      try (Stream<Path> wheels = Files.list(download)) {
        for (Path wheel : wheels.filter(p -> p.toString().endsWith(".whl")).toList()) {
          if (unpack(wheel)) {
            return Optional.of("OpenSlide 4 from the wheel " + wheel.getFileName());
          }
        }
      }
      return Optional.empty();
    } finally {
      PathUtils.deleteDirectory(download);
    }
  }

  private boolean unpack(Path wheel) throws IOException {
    try (ZipFile zip = new ZipFile(wheel.toFile())) {
      Optional<? extends ZipEntry> entry =
          zip.stream().filter(e -> e.getName().endsWith("/" + LIBRARY)).findFirst();
      if (entry.isEmpty()) {
        return false;
      }
      Path part = Files.createTempFile(folder, "lib", ".part");
      try (InputStream in = zip.getInputStream(entry.get())) {
        Files.copy(in, part, StandardCopyOption.REPLACE_EXISTING);
      }
      Files.move(part, folder.resolve(LIBRARY), StandardCopyOption.ATOMIC_MOVE);
      return true;
    }
  }

  private Optional<String> byApt() {
    boolean installed =
        commands.run(
            List.of("apt-get", "install", "-y", "-q", "--no-install-recommends", "libopenslide0"));
    return installed
        ? Optional.of("OpenSlide 3.4 from the package libopenslide0")
        : Optional.empty();
  }
}
