package io.cohortrun.workers.slide;

import java.util.List;

/**
 * What one look at a slide gives, before any inference.
 *
 * @param mpp micrometres per level-0 pixel
 * @param mppSource rule that gave it: manifest, vendor, ome, tiff or objective
 * @param grid kept tiles
 * @param mask tissue
 * @param thumbnail small picture of the scanned area
 * @param warnings sentences for a person, empty in general
 */
public record Survey(
    double mpp,
    String mppSource,
    TileGrid grid,
    TissueMask mask,
    Thumbnail thumbnail,
    List<String> warnings) {}
