package io.cohortrun.workers.report;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Pictures of slides side by side; of a large cohort, of slides drawn evenly from its manifest. */
final class GalleryPage {

  static final String FILE = "gallery.html";
  static final Frame.Named NAMED = new Frame.Named(FILE, "Gallery", "pictures of the slides");

  private final SlideSample sample;
  private final List<Map<String, Object>> slides = new ArrayList<>();
  private List<String> channels = List.of();
  private int row;

  GalleryPage(SlideSample sample) {
    this.sample = sample;
  }

  /** Adds the next row. */
  void add(IndexRow of) {
    if (of.numbers() != null) {
      channels = of.numbers().channels();
    }
    if (sample.inGallery(row)) {
      Map<String, Object> slide = new HashMap<>();
      slide.put("row", row);
      slide.put("slide", of.ledger().get("slide_id"));
      slide.put("outcome", of.ledger().get("outcome"));
      slide.put("picture", of.thumbnail() == null ? null : Miniature.of(of.thumbnail()));
      slide.put("maps", sample.withMaps(row) && of.numbers() != null);
      slide.put("densities", of.numbers() == null ? null : of.numbers().densities());
      slides.add(slide);
    }
    row++;
  }

  /** The page of all rows added. */
  byte[] html(Frame frame) throws IOException {
    Map<String, Object> page = new HashMap<>(frame.under(""));
    page.put("rows", sample.rows());
    page.put("channels", channels);
    page.put("slides", slides);
    return Page.load("", "common", "gallery").with(page);
  }
}
