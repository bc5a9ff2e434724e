package io.cohortrun.workers.cohort;

import io.cohortrun.workers.canonical.Json;
import io.cohortrun.workers.canonical.JsonLines;
import io.cohortrun.workers.manifest.FrozenTable;
import io.cohortrun.workers.manifest.Manifest;
import io.cohortrun.workers.shard.SlideOutcome;
import io.cohortrun.workers.slide.SlideInspection;
import io.cohortrun.workers.store.ObjectStore;
import io.cohortrun.workers.store.RunLayout;
import io.cohortrun.workflows.contract.CohortInput;
import io.cohortrun.workflows.contract.Outcome;
import io.cohortrun.workflows.contract.RunRef;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** What one attempt has written so far, as values. */
public final class RunFiles {

  private final ObjectStore store;
  private final RunRef run;
  private final RunLayout layout;

  public RunFiles(ObjectStore store, RunRef run) {
    this.store = store;
    this.run = run;
    this.layout = new RunLayout(run);
  }

  public ObjectStore store() {
    return store;
  }

  public RunRef run() {
    return run;
  }

  public RunLayout layout() {
    return layout;
  }

  /**
   * The same of the attempt that this one goes on from: the last before it that was frozen. Empty
   * for the first. An attempt that was refused before it began left nothing to go on from.
   */
  public Optional<RunFiles> before() throws IOException {
    for (int attempt = run.attempt() - 1; attempt > 0; attempt--) {
      RunFiles earlier = new RunFiles(store, new RunRef(run.uid(), attempt, run.output()));
      if (store.stat(earlier.layout.input()).isPresent()) {
        return Optional.of(earlier);
      }
    }
    return Optional.empty();
  }

  /** What the run began with, or empty before the freeze. */
  public Optional<CohortInput> findInput() throws IOException {
    Optional<byte[]> bytes = store.get(layout.input());
    return bytes.isEmpty()
        ? Optional.empty()
        : Optional.of(Json.MAPPER.readValue(bytes.get(), CohortInput.class));
  }

  /** What the run began with. */
  public CohortInput input() throws IOException {
    return findInput()
        .orElseThrow(() -> new IOException(layout.input() + " is missing: the run is not frozen"));
  }

  /** The frozen manifest. */
  public Manifest manifest() throws IOException {
    Path local = Files.createTempFile("cohortrun-manifest", ".parquet");
    try (InputStream in = store.open(layout.manifest())) {
      Files.copy(in, local, StandardCopyOption.REPLACE_EXISTING);
      return FrozenTable.read(local);
    } finally {
      Files.deleteIfExists(local);
    }
  }

  /** All inspections, by row. */
  public List<SlideInspection> inspections() throws IOException {
    List<SlideInspection> all = new ArrayList<>();
    for (String key : store.list(layout.inspections())) {
      all.addAll(JsonLines.read(require(key), SlideInspection.class));
    }
    all.sort(Comparator.comparingInt(SlideInspection::row));
    return all;
  }

  /**
   * Outcomes known so far, by row: those of preflight, of shards, and of the steps here. A later
   * source wins: preflight, then {@code outcomes/} in the order of its names.
   */
  public SortedMap<Integer, SlideOutcome> outcomes() throws IOException {
    SortedMap<Integer, SlideOutcome> byRow = new TreeMap<>();
    for (SlideInspection inspection : inspections()) {
      if (inspection.outcome() != null) {
        byRow.put(inspection.row(), ended(inspection, inspection.outcome(), inspection.message()));
      }
    }
    for (String key : store.list(layout.outcomes())) {
      for (SlideOutcome outcome : JsonLines.read(require(key), SlideOutcome.class)) {
        byRow.put(outcome.row(), outcome);
      }
    }
    return byRow;
  }

  /** The outcome of a row that ends with what preflight knows of it. */
  static SlideOutcome ended(SlideInspection inspection, Outcome outcome, String message) {
    return new SlideOutcome(
        inspection.row(),
        outcome,
        message,
        0,
        inspection.mpp(),
        inspection.mppSource(),
        inspection.reader(),
        0,
        1,
        inspection.slideKey());
  }

  byte[] require(String key) throws IOException {
    return store.get(key).orElseThrow(() -> new IOException(key + " disappeared"));
  }
}
