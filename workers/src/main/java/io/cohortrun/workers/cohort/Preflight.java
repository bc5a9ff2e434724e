package io.cohortrun.workers.cohort;

import io.cohortrun.workers.canonical.JsonLines;
import io.cohortrun.workers.manifest.Manifest;
import io.cohortrun.workers.manifest.ManifestRow;
import io.cohortrun.workers.shard.FailureBundle;
import io.cohortrun.workers.shard.SlideOutcome;
import io.cohortrun.workers.slide.SlideInspection;
import io.cohortrun.workers.store.KillPoint;
import io.cohortrun.workers.store.KillPoints;
import io.cohortrun.workers.store.RunLayout;
import io.cohortrun.workers.store.SlideIndex;
import io.cohortrun.workers.store.SlideStager;
import io.cohortrun.workflows.contract.CohortInput;
import io.cohortrun.workflows.contract.Outcome;
import io.cohortrun.workflows.contract.PreflightReceipt;
import io.cohortrun.workflows.contract.Tally;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Looks at a range of rows, several at once, and leaves one inspection per row, with mask and
 * thumbnail of those that have them.
 */
final class Preflight {

  private static final String METRIC = "cohortrun_preflight_rows_total";

  private final RowInspector inspector;
  private final String readers;
  private final int parallel;
  private final MeterRegistry meters;
  private final PerRun<Manifest> manifest = new PerRun<>(RunFiles::manifest);
  private final PerRun<SlideTerms> terms;
  private final PerRun<RunFiles> before = new PerRun<>(files -> files.before().orElseThrow());
  private final PerRun<Map<Integer, Kept>> carried = new PerRun<>(this::carriedOver);

  /** What the attempt before knew of a row that keeps its outcome. */
  private record Kept(SlideInspection inspection, Outcome outcome) {}

  /** {@code parallel} slides are open at once. */
  Preflight(
      RowInspector inspector,
      BundleSource bundles,
      String readers,
      int parallel,
      MeterRegistry meters) {
    this.readers = readers;
    this.inspector = inspector;
    this.parallel = parallel;
    this.meters = meters;
    this.terms =
        new PerRun<>(
            files -> {
              CohortInput input = files.input();
              return new SlideTerms(
                  bundles.bundle(input.bundle()), input.bundleDigest(), input.settings());
            });
  }

  PreflightReceipt run(RunFiles files, SlideStager stage, int from, int to) throws IOException {
    String key = files.layout().inspections(from, to);
    Optional<byte[]> done = files.store().get(key);
    if (done.isPresent()) {
      return receipt(files, from, to, JsonLines.read(done.get(), SlideInspection.class));
    }
    List<SlideInspection> inspections =
        inspectAll(files, stage, manifest.of(files).rows().subList(from, to));
    files.store().put(key, JsonLines.write(inspections, SlideInspection.class));
    KillPoints.hit(KillPoint.PREFLIGHT_RECEIPT);
    return receipt(files, from, to, inspections);
  }

  private List<SlideInspection> inspectAll(
      RunFiles files, SlideStager stage, List<ManifestRow> rows) throws IOException {
    ExecutorService pool =
        Executors.newFixedThreadPool(
            parallel, Thread.ofPlatform().daemon().name("inspect-", 0).factory());
    try {
      List<Future<SlideInspection>> futures = new ArrayList<>();
      for (ManifestRow row : rows) {
        futures.add(pool.submit(() -> inspect(files, stage, row)));
      }
      List<SlideInspection> inspections = new ArrayList<>();
      for (Future<SlideInspection> future : futures) {
        inspections.add(future.get());
      }
      return inspections;
    } catch (ExecutionException e) {
      throw e.getCause() instanceof IOException io ? io : new IOException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("preflight was stopped");
    } finally {
      // No look may go on after its step has ended: it would write into the step tried again.
      pool.shutdownNow();
      pool.close();
    }
  }

  private SlideInspection inspect(RunFiles files, SlideStager stage, ManifestRow row)
      throws IOException {
    Kept kept = carried.of(files).get(row.row());
    SlideInspection known = kept == null ? null : kept.inspection();
    if (known != null
        && (ChangedSlides.isChanged(known, row.uri(), stage)
            || !inspector.keys().made(known.slideKey(), new SlideIndex(files.store())))) {
      known = null;
    }
    SurveyMemory memory = new SurveyMemory(files.store(), readers);
    RowInspector.Found found =
        known == null
            ? inspector.inspect(stage, memory, row, terms.of(files))
            : new RowInspector.Found(
                known, picture(files, row.row(), true), picture(files, row.row(), false));
    if (found.mask() != null) {
      files.store().put(files.layout().mask(row.row()), found.mask());
    }
    if (found.thumbnail() != null) {
      files.store().put(files.layout().thumbnail(row.row()), found.thumbnail());
    }
    if (found.cause() != null && found.inspection().outcome().isFailure()) {
      new FailureBundle(files.store(), files.layout()).log(row.row(), found.cause());
    }
    if (found.keyInputs() != null) {
      new SlideIndex(files.store()).record(found.keyInputs());
    }
    memory.remember(found, files.layout().mask(row.row()), files.layout().thumbnail(row.row()));
    String outcome =
        found.inspection().outcome() == null ? "runnable" : found.inspection().outcome().name();
    meters.counter(METRIC, "outcome", outcome).increment();
    return found.inspection();
  }

  private byte[] picture(RunFiles files, int row, boolean mask) throws IOException {
    RunLayout from = before.of(files).layout();
    String key = mask ? from.mask(row) : from.thumbnail(row);
    return files.store().get(key).orElse(null);
  }

  /** Rows that keep the outcome of the attempt before. */
  private Map<Integer, Kept> carriedOver(RunFiles files) throws IOException {
    SortedMap<Integer, Kept> kept = new TreeMap<>();
    SortedMap<Integer, SlideOutcome> outcomes = Carried.of(files, manifest.of(files));
    if (!outcomes.isEmpty()) {
      for (SlideInspection i : before.of(files).inspections()) {
        if (outcomes.containsKey(i.row())) {
          kept.put(i.row(), new Kept(i, outcomes.get(i.row()).outcome()));
        }
      }
    }
    return kept;
  }

  private PreflightReceipt receipt(
      RunFiles files, int from, int to, List<SlideInspection> inspections) throws IOException {
    Map<Integer, Kept> rows = carried.of(files);
    SortedMap<Integer, Outcome> ended = new TreeMap<>();
    long tiles = 0;
    for (SlideInspection i : inspections) {
      Kept kept = rows.get(i.row());
      if (kept != null && kept.inspection().equals(i)) {
        ended.put(i.row(), kept.outcome());
      } else if (i.outcome() != null) {
        ended.put(i.row(), i.outcome());
      } else {
        tiles += i.tiles();
      }
    }
    int failed = (int) ended.values().stream().filter(Outcome::isFailure).count();
    int runnable = inspections.size() - ended.size();
    return new PreflightReceipt(from, to, runnable, failed, tiles, Tally.ofRows(ended));
  }
}
