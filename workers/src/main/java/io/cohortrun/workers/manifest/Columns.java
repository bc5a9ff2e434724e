package io.cohortrun.workers.manifest;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The names that mean something here, in lower case; any other column is kept as it is. */
final class Columns {

  static final String SLIDE_ID = "slide_id";
  static final String PATIENT_ID = "patient_id";
  static final String URI = "uri";
  static final String MPP = "mpp";
  static final String EXCLUDE = "exclude";
  static final String ROI = "roi";

  static final List<String> REQUIRED = List.of(SLIDE_ID, PATIENT_ID, URI);

  /** Columns that have a field of their own in {@link ManifestRow}. */
  static final Set<String> FIELDS = Set.of(SLIDE_ID, PATIENT_ID, URI, MPP, EXCLUDE, ROI);

  /** Attributes that later analyses look for; found in any case, stored in lower case. */
  static final Set<String> ATTRIBUTES = Set.of("oncotree", "site", "scanner", "stain");

  /** The frozen table's own column. */
  static final String ROW = "_row";

  /** All that are found in any case. */
  static final Set<String> KNOWN =
      Stream.of(FIELDS, ATTRIBUTES).flatMap(Set::stream).collect(Collectors.toUnmodifiableSet());

  private Columns() {}

  static boolean isKnown(String lower) {
    return KNOWN.contains(lower);
  }
}
