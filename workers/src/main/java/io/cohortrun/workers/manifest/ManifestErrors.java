package io.cohortrun.workers.manifest;

import java.util.List;
import java.util.stream.Collectors;

/**
 * A manifest that cannot be used: everything that is wrong with it at once; nothing was started.
 */
public final class ManifestErrors extends Exception {

  /** Most errors that are shown; the total is always told. */
  public static final int SHOWN = 50;

  private static final long serialVersionUID = 1L;

  private final transient List<ManifestError> shown;
  private final int total;

  /** Of a whole list. */
  public ManifestErrors(List<ManifestError> all) {
    this(all, all.size());
  }

  /**
   * @param first the first errors, in order
   * @param total of all errors, also those not in {@code first}
   */
  public ManifestErrors(List<ManifestError> first, int total) {
    super(text(first, total));
    this.shown = List.copyOf(first.subList(0, Math.min(SHOWN, first.size())));
    this.total = total;
  }

  /** The first {@value #SHOWN}, in the order of the file. */
  public List<ManifestError> shown() {
    return shown;
  }

  /** How many there are. */
  public int total() {
    return total;
  }

  private static String text(List<ManifestError> errors, int total) {
    String lines =
        errors.stream().limit(SHOWN).map(ManifestError::sentence).collect(Collectors.joining("\n"));
    if (total > Math.min(SHOWN, errors.size())) {
      lines += "\n... and " + (total - Math.min(SHOWN, errors.size())) + " more";
    }
    return "the manifest has %d error%s; nothing was started\n%s"
        .formatted(total, total == 1 ? "" : "s", lines);
  }
}
