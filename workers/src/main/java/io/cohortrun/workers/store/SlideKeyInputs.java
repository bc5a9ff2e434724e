package io.cohortrun.workers.store;

import io.cohortrun.workflows.contract.SlideSettings;
import java.util.SortedMap;

/**
 * Everything that a slide's numbers depend on. Two slides with equal inputs have equal results; no
 * name, path, time or run is among them.
 *
 * @param contentDigest sha256 of the slide's bytes (of the sorted set, for MIRAX and DICOM)
 * @param bundle id and version, for people
 * @param bundleDigest sha256 of the bundle
 * @param mpp micrometres per level-0 pixel that is used
 * @param targetMpp micrometres per tile pixel
 * @param tilePx side of a tile at targetMpp
 * @param windowPx side of the network's input
 * @param maskVersion version of the tissue mask's algorithm
 * @param roiDigest sha256 of the region of interest, empty where there is none
 * @param settings of the run
 * @param thresholds in force by channel id: the bundle's own under the run's overrides
 * @param featureVersion version of the feature head and result format
 * @param libtorch version
 * @param reader name and version of reader and decoder
 */
public record SlideKeyInputs(
    String contentDigest,
    String bundle,
    String bundleDigest,
    double mpp,
    double targetMpp,
    int tilePx,
    int windowPx,
    int maskVersion,
    String roiDigest,
    SlideSettings settings,
    SortedMap<String, Double> thresholds,
    String featureVersion,
    String libtorch,
    String reader) {}
