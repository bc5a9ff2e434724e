package io.cohortrun.workers.patients;

import io.cohortrun.workers.manifest.ManifestRow;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** How the tissue of a slide was preserved, as far as the manifest or the slide's barcode says. */
enum Preparation {
  /** Formalin-fixed and paraffin-embedded, as for diagnosis. */
  FIXED,
  FROZEN,
  /** Nobody said. */
  UNKNOWN;

  /** Column of the manifest. */
  private static final String COLUMN = "preparation";

  /** TCGA's portion of a slide: DX diagnostic; TS, MS and BS top, middle and bottom of a frozen. */
  private static final Pattern BARCODE =
      Pattern.compile("TCGA-\\w{2}-\\w{4}-\\w{3}-\\w{2}-(?<kind>DX|TS|MS|BS)\\w*.*");

  static Preparation of(ManifestRow slide) {
    return column(slide).orElseGet(() -> barcode(slide.slideId()));
  }

  private static Optional<Preparation> column(ManifestRow slide) {
    return slide.attributes().entrySet().stream()
        .filter(a -> a.getKey().equalsIgnoreCase(COLUMN))
        .map(a -> a.getValue().toLowerCase(Locale.ROOT))
        .map(
            word ->
                word.contains("frozen")
                    ? FROZEN
                    : word.contains("ffpe") || word.contains("fixed") || word.contains("diagnostic")
                        ? FIXED
                        : UNKNOWN)
        .findFirst();
  }

  private static Preparation barcode(String slide) {
    var barcode = BARCODE.matcher(slide);
    return !barcode.matches() ? UNKNOWN : barcode.group("kind").equals("DX") ? FIXED : FROZEN;
  }
}
