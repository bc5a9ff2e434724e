package io.cohortrun.workers.report;

import io.cohortrun.workers.slide.Placement;
import io.cohortrun.workers.slide.Thumbnail;
import io.cohortrun.workers.slide.TissueMask;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Thumbnail and tissue mask of a row as preflight left them, each with its place on the slide. */
final class SlidePictures {

  private SlidePictures() {}

  /** Adds {@code thumbnail} and {@code mask} where they exist. */
  static void add(Map<String, Object> page, Optional<byte[]> thumbnail, Optional<byte[]> mask)
      throws IOException {
    if (thumbnail.isPresent()) {
      page.put(
          "thumbnail",
          picture("image/jpeg", thumbnail.get(), Thumbnail.placement(thumbnail.get())));
    }
    if (mask.isPresent()) {
      page.put(
          "mask", picture("image/png", mask.get(), Optional.of(TissueMask.placement(mask.get()))));
    }
  }

  private static Map<String, Object> picture(String type, byte[] bytes, Optional<Placement> place) {
    Map<String, Object> picture = new HashMap<>();
    picture.put("type", type);
    picture.put("bytes", bytes);
    place.ifPresent(p -> picture.put("place", p));
    return picture;
  }
}
