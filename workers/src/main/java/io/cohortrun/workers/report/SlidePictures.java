package io.cohortrun.workers.report;

import io.cohortrun.workers.slide.SlideInspection;
import io.cohortrun.workers.store.ObjectStore;
import io.cohortrun.workers.store.RunLayout;
import java.io.IOException;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;

/** Thumbnail and tissue mask of a row, as preflight left them. */
final class SlidePictures {

  private SlidePictures() {}

  static void add(
      Map<String, Object> page, ObjectStore store, RunLayout layout, int row, SlideInspection found)
      throws IOException {
    put(page, "thumbnail", "image/jpeg", store.get(layout.thumbnail(row)));
    put(page, "mask", "image/png", store.get(layout.mask(row)));
    if (found != null) {
      page.put("width", found.width());
      page.put("height", found.height());
      page.put("warnings", found.warnings());
    }
  }

  static String uri(String type, byte[] bytes) {
    return "data:" + type + ";base64," + Base64.getEncoder().encodeToString(bytes);
  }

  private static void put(
      Map<String, Object> page, String name, String type, Optional<byte[]> bytes) {
    bytes.ifPresent(b -> page.put(name, uri(type, b)));
  }
}
