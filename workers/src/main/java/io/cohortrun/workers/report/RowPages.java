package io.cohortrun.workers.report;

import io.cohortrun.workers.canonical.Json;
import io.cohortrun.workers.shard.FailureBundle;
import io.cohortrun.workers.shard.SlideResult;
import io.cohortrun.workers.slide.SlideInspection;
import io.cohortrun.workers.store.Commit;
import io.cohortrun.workers.store.ObjectStore;
import io.cohortrun.workers.store.RunLayout;
import io.cohortrun.workers.store.SlideCommits;
import io.cohortrun.workers.store.StoreFailure;
import io.cohortrun.workers.store.Stores;
import io.cohortrun.workflows.contract.Outcome;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes the page of one row; holds nothing between rows, so that rows may go in parallel. */
final class RowPages {

  private static final Logger log = LoggerFactory.getLogger(RowPages.class);

  private final ReportInput run;
  private final Frame frame;
  private final ObjectStore store;
  private final RunLayout layout;
  private final SlideCommits commits;
  private final Map<Integer, SlideInspection> inspections = new HashMap<>();
  private final Page html;

  RowPages(ReportInput run, Frame frame, ObjectStore store) throws IOException {
    this.run = run;
    this.frame = frame;
    this.store = store;
    this.layout = new RunLayout(run.input().run());
    this.commits = new SlideCommits(store);
    run.inspections().forEach(i -> inspections.put(i.row(), i));
    this.html = Page.load("common", "canvas", "viewer", "slide");
  }

  /** Canvas cells of a row's page, 0 where it can have none: what its memory follows. */
  long cells(int row) {
    SlideInspection found = inspections.get(row);
    return found == null ? 0 : 64L * found.columns() * found.rows();
  }

  /** Writes the page, and tells what the index shows of the row. */
  IndexRow write(int row, Map<String, String> ledger) throws IOException {
    Outcome outcome = Outcome.valueOf(ledger.get("outcome"));
    String message = shared(ledger.get("message"), row);
    Map<String, Object> page = new HashMap<>(ledger);
    page.putAll(frame.under("../"));
    page.put("message", message);
    List<String> warnings = new ArrayList<>();
    SlideInspection found = inspections.get(row);
    if (found != null) {
      page.put("width", found.width());
      page.put("height", found.height());
      found.warnings().forEach(w -> warnings.add(shared(w, row)));
    }
    Optional<byte[]> thumbnail = store.get(layout.thumbnail(row));
    SlidePictures.add(page, thumbnail, store.get(layout.mask(row)));
    IndexRow.Numbers numbers =
        outcome.hasResult() ? result(page, row, ledger.get("slide_key"), warnings) : null;
    List<String> failure = outcome.isFailure() ? failure(page, row) : List.of();
    page.put("warnings", warnings);
    store.put(layout.report() + "slides/%07d.html".formatted(row), html.with(page));
    return new IndexRow(ledger, message, failure, thumbnail.orElse(null), numbers);
  }

  private IndexRow.Numbers result(
      Map<String, Object> page, int row, String slideKey, List<String> warnings)
      throws IOException {
    IndexRow.Numbers numbers = null;
    try {
      Optional<Commit> commit = commits.read(slideKey);
      if (commit.isEmpty()) {
        warnings.add("The result of this slide is gone from slides/" + slideKey + "/.");
        return null;
      }
      SlideResult result = SlideResult.of(commits, commit.get());
      numbers = IndexRow.Numbers.of(result);
      List<Map<String, Object>> channels = SlideCanvas.channels(result);
      page.put("channels", channels);
      page.put("numericClass", result.numericClass());
      page.put("tilesKept", result.tilesKept());
      page.put("tilesUsed", result.tilesUsed());
      page.put("tilesRejected", result.tilesRejected());
      SlideCanvas.add(page, channels, commits, commit.get(), result.geometry());
    } catch (IOException e) {
      if (e instanceof StoreFailure f && f.code() != StoreFailure.Code.Corrupt) {
        throw e;
      }
      // One damaged result must not cost the cohort its report.
      log.warn("Row {}: its maps cannot be shown: {}", row, e.getMessage());
      warnings.add(
          "The maps of this slide cannot be shown: "
              + shared(e.getMessage().replace(store.uri() + "/", ""), row));
    }
    return numbers;
  }

  /** What is kept of a failed slide; returns the names of its files. */
  private List<String> failure(Map<String, Object> page, int row) throws IOException {
    String folder = layout.failure(row);
    List<String> files =
        store.list(folder).stream().map(key -> key.substring(folder.length())).toList();
    page.put("failure", files);
    Optional<byte[]> json = store.get(folder + FailureBundle.JSON);
    if (json.isPresent()) {
      page.put(
          "tryAgain", Json.MAPPER.readValue(json.get(), FailureBundle.Failure.class).tryAgain());
    }
    return files;
  }

  /** A sentence without the folders of this machine, of which it may name the slide's. */
  private String shared(String sentence, int row) {
    return SharedText.withoutFolders(sentence, folder(run.manifest().rows().get(row).uri()));
  }

  private static String folder(String uri) {
    try {
      Path parent = Stores.isLocal(uri) ? Stores.localPath(uri).getParent() : null;
      return parent == null ? "" : parent.toString();
    } catch (StoreFailure noPath) {
      return "";
    }
  }
}
