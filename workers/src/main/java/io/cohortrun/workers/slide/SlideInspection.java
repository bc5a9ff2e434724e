package io.cohortrun.workers.slide;

import io.cohortrun.workflows.contract.Outcome;
import java.util.List;

/**
 * What preflight found of one row; one JSON line each.
 *
 * @param row manifest row
 * @param outcome null where the slide can be inferred; else the code that ends the row here
 * @param message the sentence for that code, else empty
 * @param contentDigest sha256 of the slide's bytes (of the sorted set, for MIRAX and DICOM), hex;
 *     empty where not read
 * @param bytes size of the set
 * @param reader name and version, empty where nothing opened it
 * @param mpp level-0 micrometres per pixel, NaN where unknown
 * @param mppSource manifest, vendor, ome, tiff or objective
 * @param width level-0 pixels
 * @param height level-0 pixels
 * @param columns of the tile grid
 * @param rows of the tile grid
 * @param tiles kept tiles
 * @param slideKey hex, empty where the slide cannot be inferred
 * @param warnings sentences that do not end the row (an override that disagrees with the file, ...)
 */
public record SlideInspection(
    int row,
    Outcome outcome,
    String message,
    String contentDigest,
    long bytes,
    String reader,
    double mpp,
    String mppSource,
    long width,
    long height,
    int columns,
    int rows,
    int tiles,
    String slideKey,
    List<String> warnings) {}
