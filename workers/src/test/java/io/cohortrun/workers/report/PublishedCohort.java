package io.cohortrun.workers.report;

import com.fasterxml.jackson.databind.JsonNode;
import io.cohortrun.workers.canonical.Json;
import io.cohortrun.workers.canonical.Sha256;
import io.cohortrun.workers.cohort.Ledger;
import io.cohortrun.workers.manifest.Manifest;
import io.cohortrun.workers.manifest.ManifestRow;
import io.cohortrun.workers.model.Bundle;
import io.cohortrun.workers.model.NumericClass;
import io.cohortrun.workers.shard.CanvasTally;
import io.cohortrun.workers.shard.FailureBundle;
import io.cohortrun.workers.shard.SlideHeader;
import io.cohortrun.workers.shard.SlideOutcome;
import io.cohortrun.workers.shard.SlideResult;
import io.cohortrun.workers.slide.SlideInspection;
import io.cohortrun.workers.slide.SlideSurvey;
import io.cohortrun.workers.slide.Survey;
import io.cohortrun.workers.store.ObjectStore;
import io.cohortrun.workers.store.RunLayout;
import io.cohortrun.workers.store.SlideCommits;
import io.cohortrun.workers.store.Try;
import io.cohortrun.workflows.contract.Budgets;
import io.cohortrun.workflows.contract.CohortInput;
import io.cohortrun.workflows.contract.Outcome;
import io.cohortrun.workflows.contract.OutputSettings;
import io.cohortrun.workflows.contract.Pacing;
import io.cohortrun.workflows.contract.RunRef;
import io.cohortrun.workflows.contract.SlideSettings;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.DeflaterOutputStream;

/** A run as it stands before its report is written: ledger, pictures and committed results. */
final class PublishedCohort {

  static final NumericClass AVX2 = new NumericClass("cpu-avx2", "2.7.1", "fp32", "1");
  static final int COLUMNS = 7;
  static final int ROWS = 5;
  static final double STRIDE = 256;
  private static final int CHUNK = 512;
  private static final List<Bundle.Channel> CHANNELS =
      List.of(
          new Bundle.Channel("DAPI", "nuclear", 0.5, 0x0000FF),
          new Bundle.Channel("Cy5", "background", 0.5, 0x808080),
          new Bundle.Channel("CK", "marker", 0.5, 0xFFFF00));

  static final Bundle BUNDLE =
      new Bundle(
          "demo",
          "1",
          "torchscript",
          null,
          0.5,
          512,
          256,
          List.of(),
          List.of(),
          CHANNELS,
          null,
          new TreeMap<>(),
          "Licence-of-the-model",
          "Use-of-the-model",
          true);

  private final ObjectStore store;
  private final RunRef run;
  private final RunLayout layout;
  private final Survey survey;
  private final List<ManifestRow> rows = new ArrayList<>();
  private final List<SlideOutcome> outcomes = new ArrayList<>();
  private final List<SlideInspection> inspections = new ArrayList<>();

  PublishedCohort(ObjectStore store) throws Exception {
    this.store = store;
    this.run = new RunRef("u1", 1, store.uri());
    this.layout = new RunLayout(run);
    this.survey = survey();
  }

  static Survey survey() throws Exception {
    return SlideSurvey.survey(new ScannedPart(), settings(), 0.5, 256, null, null);
  }

  /** A slide with a result of that class. */
  PublishedCohort succeeded(String id, NumericClass numericClass) throws IOException {
    String key = Sha256.of(id);
    Try commit = new SlideCommits(store).begin(key);
    commit.put(SlideResult.FILE, result(key, numericClass).toBytes());
    commit.put(
        "canvas.zarr/canvas/.zarray",
        Json.MAPPER.writeValueAsBytes(
            Map.of(
                "shape", List.of(CHANNELS.size(), 8 * ROWS, 8 * COLUMNS),
                "chunks", List.of(1, CHUNK, CHUNK))));
    for (int c = 0; c < CHANNELS.size(); c++) {
      commit.put("canvas.zarr/canvas/" + c + "/0/0", chunk(40 * (c + 1)));
    }
    commit.put("canvas.zarr/coverage/0/0", chunk(255));
    commit.commit(numericClass);
    pictures();
    return row(id, Outcome.Succeeded, "", key);
  }

  /** A slide that failed, with a bundle; {@code cause} null for none. */
  PublishedCohort failed(String id, Outcome code, String message, Throwable cause)
      throws IOException {
    pictures();
    row(id, code, message, "");
    new FailureBundle(store, layout).write(outcomes.getLast(), rows.getLast(), cause);
    return this;
  }

  private PublishedCohort row(String id, Outcome outcome, String message, String key) {
    int row = rows.size();
    rows.add(
        new ManifestRow(
            row,
            id,
            "of " + id,
            "file:///data/my%20study/s" + row + ".svs",
            null,
            null,
            null,
            new TreeMap<>()));
    outcomes.add(
        new SlideOutcome(row, outcome, message, 9, 0.5, "vendor", "painted 1", 1.5, 1, key));
    inspections.add(
        new SlideInspection(
            row,
            null,
            "",
            Sha256.of(id),
            1,
            "painted 1",
            0.5,
            "vendor",
            4000,
            3000,
            COLUMNS,
            ROWS,
            9,
            key,
            List.of()));
    return this;
  }

  private void pictures() throws IOException {
    store.putUnsynced(layout.thumbnail(rows.size()), survey.thumbnail().toJpeg());
    store.putUnsynced(layout.mask(rows.size()), survey.mask().toPng());
  }

  /** Writes the ledger and the report. */
  void report() throws IOException {
    report(input(), null);
  }

  void report(CohortInput input, ReportInput.SignedOff signedOff) throws IOException {
    Manifest manifest = new Manifest(rows);
    store.put(layout.ledger(), new Ledger(manifest, outcomes).toCsv());
    new Report().write(new ReportInput(input, BUNDLE, manifest, inspections, signedOff), store);
  }

  /** Key of a file of a row's result. */
  String committed(int row, String name) throws IOException {
    return new SlideCommits(store).read(outcomes.get(row).slideKey()).orElseThrow().key(name);
  }

  String html(String name) throws IOException {
    return new String(store.get(layout.report() + name).orElseThrow(), StandardCharsets.UTF_8);
  }

  /** What the scripts of a page are given. */
  JsonNode data(String name) throws IOException {
    String html = html(name);
    String before = "<script type=\"application/json\" id=\"data\">";
    int from = html.indexOf(before) + before.length();
    return Json.MAPPER.readTree(html.substring(from, html.indexOf("</script>", from)));
  }

  /** What the page of a row is given. */
  JsonNode page(int row) throws IOException {
    return data("slides/%04d.html".formatted(row / Frame.PAGE_SIZE))
        .get("slides")
        .get(row % Frame.PAGE_SIZE);
  }

  /** What the script of a row's pictures tells. */
  JsonNode pictures(int row) throws IOException {
    String script = html(SlidePictures.FILE.formatted(row));
    String before = "pictures(%d, ".formatted(row);
    if (!script.startsWith(before) || !script.endsWith(");\n")) {
      throw new AssertionError(script.substring(0, 40));
    }
    return Json.MAPPER.readTree(script.substring(before.length(), script.length() - 3));
  }

  private SlideResult result(String key, NumericClass numericClass) {
    long[] positives = {500, 0, 25};
    return new SlideResult(
        SlideResult.FORMAT,
        key,
        new SlideHeader.BundleRef("demo", "1", "cd".repeat(32), true),
        CHANNELS,
        numericClass,
        new SlideHeader.Geometry(
            0.5,
            "vendor",
            0.5,
            256,
            256,
            0,
            256,
            STRIDE,
            COLUMNS,
            ROWS,
            ScannedPart.BOUNDS.x(),
            ScannedPart.BOUNDS.y()),
        settings(),
        "painted 1",
        9,
        9,
        new TreeMap<>(),
        1000,
        positives,
        new long[3],
        new long[3][256],
        new long[3],
        1,
        new CanvasTally(3).sums(),
        List.of());
  }

  private static byte[] chunk(int value) throws IOException {
    byte[] plane = new byte[CHUNK * CHUNK];
    Arrays.fill(plane, 0, CHUNK * 8, (byte) value);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (DeflaterOutputStream zlib = new DeflaterOutputStream(out)) {
      zlib.write(plane);
    }
    return out.toByteArray();
  }

  private static SlideSettings settings() {
    return new SlideSettings(
        "default", "published", "fp32", "tissue", 0.1, false, 0.05, new TreeMap<>());
  }

  CohortInput input() {
    Duration minute = Duration.ofMinutes(1);
    return new CohortInput(
        CohortInput.VERSION,
        run,
        "study",
        "file:///data/my%20study/manifest.csv",
        "demo",
        "cd".repeat(32),
        "ef".repeat(32),
        CohortInput.Mode.Run,
        settings(),
        new OutputSettings("Summary", List.of(), 0),
        new Budgets(3, 2, 2, 0.1),
        new Pacing("cpu", "gpu", 1, 1, minute, minute, minute, 10),
        List.of());
  }
}
