package io.cohortrun.workflows.contract;

import java.util.List;

/**
 * What a run leaves behind beside features, canvas and preview.
 *
 * @param profile {@code Summary}, {@code Pyramid} (OME-Zarr at 2 um/px) or {@code Full}
 * @param fullSlides slide ids kept at full resolution under {@code Full}
 * @param quotaBytes most bytes this run may write; 0 = only the space left is checked
 */
public record OutputSettings(String profile, List<String> fullSlides, long quotaBytes) {}
