package io.cohortrun.workers.slide.read;

import io.cohortrun.workers.slide.SlideFailure;
import io.cohortrun.workflows.contract.Outcome;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** Slides that are folders: a DICOM series, or a MIRAX file beside its data folder. */
public final class SlideSet {

  private static final int MAX_FILES = 10_000;
  private static final String MIRAX = ".mrxs";

  private SlideSet() {}

  /**
   * The file by which a folder is opened: its one MIRAX file, or the volume instance of its one
   * DICOM series.
   *
   * @throws SlideFailure UnsupportedFormat where the folder holds no slide, or more than one
   */
  static Path mainFile(Path folder) throws SlideFailure, IOException {
    List<Path> files = files(folder);
    List<Path> mirax = miraxFiles(folder, files);
    if (mirax.size() > 1) {
      throw severalSlides(mirax.size() + " MIRAX slides");
    }
    return mirax.isEmpty() ? dicomVolume(files) : mirax.getFirst();
  }

  /** The one MIRAX file that lies in a folder, or beside it where it is the data folder. */
  public static Optional<Path> miraxFile(Path folder) throws IOException {
    List<Path> mirax = miraxFiles(folder, files(folder));
    return mirax.size() == 1 ? Optional.of(mirax.getFirst()) : Optional.empty();
  }

  private static List<Path> miraxFiles(Path folder, List<Path> files) throws IOException {
    List<Path> inside = files.stream().filter(f -> miraxFolder(f) != null).toList();
    return inside.isEmpty() ? miraxFileBeside(folder).stream().toList() : inside;
  }

  private static Path dicomVolume(List<Path> files) throws SlideFailure, IOException {
    record Volume(Path file, DicomHeader header) {}
    List<Volume> volumes = new ArrayList<>();
    boolean dicom = false;
    for (Path file : files) {
      if (SlideFormat.of(file) == SlideFormat.DICOM) {
        dicom = true;
        DicomHeader header = DicomHeader.read(file);
        if (header.isWholeSlide() && header.isVolume()) {
          volumes.add(new Volume(file, header));
        }
      }
    }
    if (volumes.isEmpty()) {
      throw new SlideFailure(
          Outcome.UnsupportedFormat,
          dicom
              ? "The folder's DICOM files hold no whole-slide VOLUME image: add the instances of"
                  + " the slide itself."
              : "The folder holds neither a MIRAX slide nor a DICOM series: give the slide's own file, or the folder of one slide.");
    }
    long series = volumes.stream().map(v -> v.header().seriesUid()).distinct().count();
    if (series > 1) {
      throw severalSlides(series + " DICOM series");
    }
    return volumes.stream()
        .max(
            Comparator.comparingLong((Volume v) -> v.header().pixels())
                .thenComparing(v -> v.file().toString(), Comparator.reverseOrder()))
        .orElseThrow()
        .file();
  }

  private static SlideFailure severalSlides(String what) {
    return new SlideFailure(
        Outcome.UnsupportedFormat,
        "The folder holds " + what + ": give each slide a folder and a manifest row of its own.");
  }

  /** Whether a file is named as a MIRAX slide. */
  static boolean isMirax(Path file) {
    return name(file).endsWith(MIRAX);
  }

  /** The data folder of a MIRAX file, or null where {@code file} is none. */
  static Path miraxFolder(Path file) {
    if (!isMirax(file)) {
      return null;
    }
    String name = file.getFileName().toString();
    Path folder = file.resolveSibling(name.substring(0, name.length() - MIRAX.length()));
    return Files.isRegularFile(folder.resolve("Slidedat.ini")) ? folder : null;
  }

  private static Optional<Path> miraxFileBeside(Path folder) throws IOException {
    if (!Files.isRegularFile(folder.resolve("Slidedat.ini")) || folder.getFileName() == null) {
      return Optional.empty();
    }
    String wanted = (folder.getFileName() + MIRAX).toLowerCase(Locale.ROOT);
    Path parent = folder.toAbsolutePath().getParent();
    return files(parent).stream().filter(f -> name(f).equals(wanted)).findFirst();
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.filter(Files::isRegularFile).limit(MAX_FILES).sorted().toList();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private static String name(Path file) {
    return file.getFileName() == null ? "" : file.getFileName().toString().toLowerCase(Locale.ROOT);
  }
}
