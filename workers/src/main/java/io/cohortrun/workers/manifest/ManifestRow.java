package io.cohortrun.workers.manifest;

import java.util.SortedMap;

/**
 * One slide of the cohort.
 *
 * @param row 0-based, manifest order, header not counted
 * @param slideId unique in the manifest
 * @param patientId not empty
 * @param uri absolute URI of file, folder or object
 * @param mpp override in micrometres per pixel as written, or null
 * @param exclude reason to leave the row out, or null
 * @param roi absolute URI of a QuPath GeoJSON, or null
 * @param attributes oncotree, site, scanner, stain and every other column, by name
 */
public record ManifestRow(
    int row,
    String slideId,
    String patientId,
    String uri,
    String mpp,
    String exclude,
    String roi,
    SortedMap<String, String> attributes) {}
