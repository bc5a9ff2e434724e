package io.cohortrun.workers.cohort;

import io.cohortrun.workers.manifest.Manifest;
import io.cohortrun.workers.slide.SlideFailure;
import io.cohortrun.workers.slide.SlideInspection;
import io.cohortrun.workers.store.SlideStager;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Slides whose bytes are not those that an attempt has seen. */
public final class ChangedSlides {

  private ChangedSlides() {}

  /**
   * Rows whose slide has other bytes now than when {@code attempt} looked; a slide that is gone or
   * may not be read is not changed, its results hold.
   *
   * @throws IOException where a store fails
   */
  public static List<Integer> since(RunFiles attempt, SlideStager stage) throws IOException {
    Manifest manifest = attempt.manifest();
    List<Integer> changed = new ArrayList<>();
    for (SlideInspection seen : attempt.inspections()) {
      if (isChanged(seen, manifest.rows().get(seen.row()).uri(), stage)) {
        changed.add(seen.row());
      }
    }
    return changed;
  }

  static boolean isChanged(SlideInspection seen, String uri, SlideStager stage) throws IOException {
    if (seen.contentDigest().isEmpty()) {
      return false; // never read: excluded, absent, refused
    }
    try {
      return !stage.contentDigest(uri).equals(seen.contentDigest());
    } catch (SlideFailure gone) {
      return false;
    }
  }
}
