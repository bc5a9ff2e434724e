package io.cohortrun.workers.shard;

import io.cohortrun.workers.model.Bundle;
import io.cohortrun.workers.store.SlideCommits;
import io.cohortrun.workflows.contract.CohortInput;
import io.cohortrun.workflows.contract.OutputSettings;
import java.io.IOException;

/**
 * The maps that an output profile asks for, of one slide. They are committed beside the result and
 * never part of its key.
 *
 * @param profile {@code Summary}, {@code Pyramid} or {@code Full}
 * @param mapPx side of a tile's map in pixels, 0 for none
 */
public record SlideMaps(String profile, int mapPx) {

  /** Resolution of the Pyramid profile, micrometres per pixel. */
  private static final double PYRAMID_MPP = 2.0;

  /**
   * Of one slide: {@code Full} keeps full resolution for the chosen slides and a pyramid of all
   * others.
   */
  public static SlideMaps of(CohortInput input, String slideId, Bundle bundle) {
    OutputSettings outputs = input.outputs();
    return switch (outputs.profile()) {
      case "Pyramid" -> pyramid(input, bundle);
      case "Full" ->
          outputs.fullSlides().contains(slideId)
              ? new SlideMaps("Full", bundle.tilePx())
              : pyramid(input, bundle);
      default -> new SlideMaps("Summary", 0);
    };
  }

  private static SlideMaps pyramid(CohortInput input, Bundle bundle) {
    double mpp = input.settings().targetMpp(bundle.mpp());
    int wanted = (int) Math.round(bundle.tilePx() * mpp / PYRAMID_MPP);
    // A map cell holds whole pixels: the nearest divisor of the tile that is not coarser.
    int px = Math.clamp(wanted, 1, bundle.tilePx());
    while (bundle.tilePx() % px != 0) {
      px++;
    }
    return new SlideMaps("Pyramid", px);
  }

  /** Whether a slide is not done without them. */
  public boolean wanted() {
    return mapPx > 0;
  }

  /** Whether they are wanted and not committed yet. */
  boolean missing(SlideCommits commits, String slideKey) throws IOException {
    return wanted() && commits.readMaps(slideKey, profile).isEmpty();
  }
}
