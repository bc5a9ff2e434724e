package io.cohortrun.workers.slide;

import java.util.List;

/**
 * Level-0 resolution of a slide and the rule that gave it.
 *
 * @param value micrometres per level-0 pixel, 0.05..100
 * @param source {@code manifest}, {@code vendor}, {@code ome}, {@code tiff} or {@code objective}
 * @param warnings sentences for the ledger, empty in general
 */
public record Mpp(double value, String source, List<String> warnings) {}
