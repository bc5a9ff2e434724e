package io.cohortrun.workers.report;

import io.cohortrun.workers.store.ObjectStore;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A page of each row, {@value Frame#PAGE_SIZE} to a file, as those of patients: its address chooses
 * one ({@code slides/0003.html#17}).
 */
final class SlidePages {

  private final Frame frame;
  private final SlideSample sample;
  private final ObjectStore store;
  private final String folder;
  private final Page html;
  private final List<Map<String, Object>> waiting = new ArrayList<>();
  private List<Map<String, Object>> channels = List.of();
  private int files;

  SlidePages(Frame frame, SlideSample sample, ObjectStore store, String folder) throws IOException {
    this.frame = frame;
    this.sample = sample;
    this.store = store;
    this.folder = folder;
    this.html =
        Page.load("../", "common", "canvas", "viewer", "result-folder", "slide-maps", "slide");
  }

  /** Adds the next row. */
  void add(SlideRecord row) throws IOException {
    if (row.channels() != null) {
      channels = row.channels();
    }
    waiting.add(row.facts());
    if (waiting.size() == Frame.PAGE_SIZE) {
      file();
    }
  }

  /** Writes what is left. */
  void finish() throws IOException {
    if (!waiting.isEmpty()) {
      file();
    }
  }

  private void file() throws IOException {
    Map<String, Object> page = new HashMap<>(frame.under("../"));
    page.put("channels", channels);
    page.put("first", files * Frame.PAGE_SIZE);
    page.put("rows", sample.rows());
    page.put("withMaps", sample.withMaps());
    page.put("slides", waiting);
    store.put(folder + "slides/%04d.html".formatted(files++), html.with(page));
    waiting.clear();
  }
}
