package io.cohortrun.workers.slide.read;

import java.lang.foreign.Arena;
import java.lang.foreign.SymbolLookup;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A loaded libopenslide, 3.4.1 or newer; 4.0 reads DICOM and Zeiss too. */
public final class OpenSlideLibrary {

  private final OpenSlideCalls calls;
  private final String version;
  private final String path;

  private OpenSlideLibrary(OpenSlideCalls calls, String path) {
    this.calls = calls;
    this.version = calls.version();
    this.path = path;
  }

  /**
   * What a machine has; for {@code cohort setup} and {@code run.json}.
   *
   * @param version of the library, empty where there is none
   * @param path that was loaded, or the plain name that the system's loader resolved
   * @param sentence for a person: what is there, or what is missing and how to get it
   */
  public record Description(String version, String path, String sentence) {

    /** Whether a library was loaded. */
    public boolean present() {
      return !version.isEmpty();
    }
  }

  /**
   * Result of the search.
   *
   * @param library the first that loads
   * @param refused what was tried and did not load, with the loader's words
   */
  record Search(Optional<OpenSlideLibrary> library, List<String> refused) {}

  /** Looks for OpenSlide as this process's property, environment and user say. */
  public static Description describe() {
    Search search = search(OpenSlideDiscovery.ofThisProcess());
    return search
        .library()
        .map(
            found ->
                new Description(
                    found.version,
                    found.path,
                    "OpenSlide %s from %s%s."
                        .formatted(
                            found.version,
                            found.path,
                            found.atLeast4()
                                ? ""
                                : "; 4.0 or newer is needed for DICOM: ./cohort setup")))
        .orElseGet(
            () ->
                new Description(
                    "",
                    "",
                    "OpenSlide was not found%s: TIFF, OME-TIFF and JPEG or Deflate SVS can be read, "
                            .formatted(
                                search.refused().isEmpty()
                                    ? ""
                                    : " (" + String.join("; ", search.refused()) + ")")
                        + "everything else needs ./cohort setup."));
  }

  static Search search(OpenSlideDiscovery where) {
    List<String> refused = new ArrayList<>();
    if (OpenSlideDiscovery.ABSENT.equals(where.explicit())) {
      return new Search(Optional.empty(), List.of("switched off by cohortrun.openslide=absent"));
    }
    for (String candidate : where.candidates()) {
      try {
        return new Search(Optional.of(load(candidate)), refused);
      } catch (IllegalArgumentException | java.util.NoSuchElementException e) {
        if (candidate.contains("/")) {
          refused.add(candidate + " does not load");
        }
      }
    }
    return new Search(Optional.empty(), refused);
  }

  @SuppressWarnings("restricted") // loading a native library is the purpose of this method
  private static OpenSlideLibrary load(String candidate) {
    // Never unloaded: glib keeps threads and type tables that do not survive it.
    SymbolLookup symbols =
        candidate.contains("/")
            ? SymbolLookup.libraryLookup(Path.of(candidate), Arena.global())
            : SymbolLookup.libraryLookup(candidate, Arena.global());
    return new OpenSlideLibrary(new OpenSlideCalls(symbols), candidate);
  }

  OpenSlideCalls calls() {
    return calls;
  }

  /** Version of the library, as it says. */
  public String version() {
    return version;
  }

  /** Whether DICOM can be read. */
  boolean atLeast4() {
    String major = version.split("\\.", 2)[0];
    return major.chars().allMatch(Character::isDigit) && Integer.parseInt(major) >= 4;
  }
}
