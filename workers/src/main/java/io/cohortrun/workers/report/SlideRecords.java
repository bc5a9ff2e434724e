package io.cohortrun.workers.report;

import io.cohortrun.workers.canonical.Json;
import io.cohortrun.workers.shard.FailureBundle;
import io.cohortrun.workers.shard.SlideHeader;
import io.cohortrun.workers.shard.SlideResult;
import io.cohortrun.workers.slide.Placement;
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

/**
 * Reads what is known of a row, and writes the pictures of those that the report carries; holds
 * nothing between rows, so that rows may go in parallel.
 */
final class SlideRecords {

  private static final Logger log = LoggerFactory.getLogger(SlideRecords.class);

  /** Columns of the ledger that a page shows. */
  private static final List<String> LEDGER =
      List.of(
          "slide_id",
          "patient_id",
          "outcome",
          "mpp",
          "mpp_source",
          "reader",
          "seconds",
          "attempts",
          "slide_key");

  private final ReportInput run;
  private final ObjectStore store;
  private final RunLayout layout;
  private final SlideSample sample;
  private final SlideCommits commits;
  private final Map<Integer, SlideInspection> inspections = new HashMap<>();

  SlideRecords(ReportInput run, SlideSample sample, ObjectStore store) {
    this.run = run;
    this.sample = sample;
    this.store = store;
    this.layout = new RunLayout(run.input().run());
    this.commits = new SlideCommits(store);
    run.inspections().forEach(i -> inspections.put(i.row(), i));
  }

  /** Canvas cells that are read for a row, 0 for none: what its memory follows. */
  long cells(int row) {
    SlideInspection found = inspections.get(row);
    return found == null || !sample.withMaps(row) ? 0 : 64L * found.columns() * found.rows();
  }

  /** What is known of a row; writes its pictures where the sample has it. */
  SlideRecord read(int row, Map<String, String> ledger) throws IOException {
    Outcome outcome = Outcome.valueOf(ledger.get("outcome"));
    String message = shared(ledger.get("message"), row);
    Map<String, Object> facts = new HashMap<>();
    LEDGER.stream()
        .filter(column -> !ledger.getOrDefault(column, "").isEmpty())
        .forEach(column -> facts.put(column, ledger.get(column)));
    facts.put("message", message);
    List<String> warnings = new ArrayList<>();
    SlideInspection found = inspections.get(row);
    if (found != null) {
      facts.put("width", found.width());
      facts.put("height", found.height());
      found.warnings().forEach(w -> warnings.add(shared(w, row)));
    }
    Optional<byte[]> thumbnail = store.get(layout.thumbnail(row));
    facts.put("thumbnail", thumbnail.isPresent());
    Result result =
        outcome.hasResult() ? result(facts, row, ledger.get("slide_key"), warnings) : Result.NONE;
    List<String> failure = outcome.isFailure() ? failure(facts, row) : List.of();
    facts.put("warnings", warnings);
    if (sample.withMaps(row)) {
      facts.put("pictures", true);
      SlidePictures pictures =
          new SlidePictures(thumbnail, store.get(layout.mask(row)), result.canvas());
      store.put(
          layout.report() + SlidePictures.FILE.formatted(row),
          pictures.script(row, sample.bytesEach()));
    }
    return new SlideRecord(
        new IndexRow(ledger, message, failure, thumbnail.orElse(null), result.numbers()),
        result.channels(),
        facts);
  }

  /** Of a committed result. */
  private record Result(
      IndexRow.Numbers numbers, List<Map<String, Object>> channels, SlideCanvas canvas) {

    static final Result NONE = new Result(null, null, null);
  }

  private Result result(Map<String, Object> facts, int row, String slideKey, List<String> warnings)
      throws IOException {
    Result read = Result.NONE;
    try {
      Optional<Commit> commit = commits.read(slideKey);
      if (commit.isEmpty()) {
        warnings.add("The result of this slide is gone from slides/" + slideKey + "/.");
        return read;
      }
      SlideResult result = SlideResult.of(commits, commit.get());
      read = new Result(IndexRow.Numbers.of(result), SlideRecord.channels(result), null);
      facts.put("result", commit.get().prefix());
      facts.put("densities", read.numbers().densities());
      facts.put("computedOn", computedOn(result));
      facts.put("tilesKept", result.tilesKept());
      facts.put("tilesUsed", result.tilesUsed());
      facts.put("tilesRejected", result.tilesRejected());
      facts.put("place", place(result.geometry()));
      if (sample.withMaps(row)) {
        int channels = read.channels().size();
        read =
            new Result(
                read.numbers(), read.channels(), SlideCanvas.of(commits, commit.get(), channels));
      }
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
    return read;
  }

  private static String computedOn(SlideResult result) {
    return "%s, libtorch %s, %s"
        .formatted(
            result.numericClass().device(),
            result.numericClass().libtorch(),
            result.numericClass().precision());
  }

  /** Whole tiles of the grid, which begins at the corner of the scanned area. */
  private static Placement place(SlideHeader.Geometry g) {
    return new Placement(g.boundsX(), g.boundsY(), g.columns() * g.stride(), g.rows() * g.stride());
  }

  /** What is kept of a failed slide; returns the names of its files. */
  private List<String> failure(Map<String, Object> facts, int row) throws IOException {
    String folder = layout.failure(row);
    List<String> files =
        store.list(folder).stream().map(key -> key.substring(folder.length())).toList();
    facts.put("failure", files);
    Optional<byte[]> json = store.get(folder + FailureBundle.JSON);
    if (json.isPresent()) {
      facts.put(
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
