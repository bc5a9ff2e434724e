package io.cohortrun.workers.cohort;

import io.cohortrun.workers.canonical.Json;
import io.cohortrun.workers.canonical.JsonLines;
import io.cohortrun.workers.canonical.Sha256;
import io.cohortrun.workers.manifest.Manifest;
import io.cohortrun.workers.shard.SlideOutcome;
import io.cohortrun.workers.slide.SlideInspection;
import io.cohortrun.workers.store.KillPoint;
import io.cohortrun.workers.store.KillPoints;
import io.cohortrun.workers.store.ObjectStore;
import io.cohortrun.workers.store.RunLayout;
import io.cohortrun.workflows.contract.CohortInput;
import io.cohortrun.workflows.contract.Outcome;
import io.cohortrun.workflows.contract.PlanReceipt;
import io.cohortrun.workflows.contract.Tally;
import io.cohortrun.workflows.plan.Packing;
import io.cohortrun.workflows.plan.PackingSettings;
import io.cohortrun.workflows.plan.Plan;
import io.cohortrun.workflows.plan.PlanTooLarge;
import io.cohortrun.workflows.plan.PlannedPartition;
import io.cohortrun.workflows.plan.SlideTiles;
import java.io.IOException;
import java.security.MessageDigest;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Settles what needs no work (duplicates, rows carried over), checks the output, and packs the
 * rest. Slides whose result is already committed are planned like any other: their shard finds the
 * commit and only records it, so that there is one place that turns a result into an outcome.
 */
final class PlanStep {

  private final BundleSource bundles;
  private final OutputChecks output;
  private final Forecaster forecaster;

  PlanStep(BundleSource bundles, OutputChecks output, Forecaster forecaster) {
    this.bundles = bundles;
    this.output = output;
    this.forecaster = forecaster;
  }

  PlanReceipt run(RunFiles files) throws IOException, RunRefused {
    ObjectStore store = files.store();
    RunLayout layout = files.layout();
    Optional<byte[]> done = store.get(layout.plan());
    if (done.isPresent()) {
      requireSpaceAfterPreflight(files);
      return Json.MAPPER.readValue(done.get(), StoredPlan.class).receipt();
    }
    CohortInput input = files.input();
    Manifest manifest = files.manifest();
    List<SlideInspection> inspections = files.inspections();
    requireAllRows(manifest, inspections);
    SortedMap<Integer, SlideOutcome> carried = carried(files, manifest, inspections);
    SortedMap<Integer, SlideOutcome> duplicates = duplicates(manifest, inspections);
    duplicates.keySet().removeAll(carried.keySet());
    SortedMap<Integer, SlideOutcome> settled = new TreeMap<>(carried);
    settled.putAll(duplicates);
    // Before what may refuse the plan: the next attempt goes on from this one.
    store.put(
        layout.outcomesOfPlan(),
        JsonLines.write(List.copyOf(settled.values()), SlideOutcome.class));
    List<SlideInspection> runnable =
        inspections.stream()
            .filter(i -> i.outcome() == null && !settled.containsKey(i.row()))
            .toList();
    output.requireAtomic(store);
    Forecaster.Figures figures = forecast(store, layout, input, runnable);
    Plan plan = pack(input, figures, runnable);
    PlanReceipt receipt = write(store, layout, plan, runnable.size(), duplicates);
    store.put(
        layout.plan(),
        Json.MAPPER.writeValueAsBytes(
            new StoredPlan(
                receipt, plan.tilesPerShard(), manifest.rows().size() - runnable.size())));
    KillPoints.hit(KillPoint.PLAN_RECEIPT);
    return receipt;
  }

  private static void requireAllRows(Manifest manifest, List<SlideInspection> inspections)
      throws IOException {
    for (int row = 0; row < manifest.rows().size(); row++) {
      if (row >= inspections.size() || inspections.get(row).row() != row) {
        throw new IOException("row %d was not inspected; run preflight again".formatted(row));
      }
    }
  }

  private static SortedMap<Integer, SlideOutcome> duplicates(
      Manifest manifest, List<SlideInspection> inspections) {
    SortedMap<Integer, SlideOutcome> settled = new TreeMap<>();
    Duplicates.find(inspections)
        .forEach(
            (row, earlier) ->
                settled.put(
                    row,
                    RunFiles.ended(
                        inspections.get(row),
                        Outcome.DuplicateSlide,
                        "the file has the same content and mpp as slide %s (row %d): remove one of the two rows, or correct its uri"
                            .formatted(manifest.rows().get(earlier).slideId(), earlier + 1))));
    return settled;
  }

  private static SortedMap<Integer, SlideOutcome> carried(
      RunFiles files, Manifest manifest, List<SlideInspection> inspections) throws IOException {
    SortedMap<Integer, SlideOutcome> carried = Carried.of(files, manifest);
    if (!carried.isEmpty()) {
      // A slide that was looked at again had changed, or the format of results has: its old outcome
      // is of other bytes.
      Map<Integer, SlideInspection> before = new HashMap<>();
      files.before().orElseThrow().inspections().forEach(i -> before.put(i.row(), i));
      carried.keySet().removeIf(row -> !inspections.get(row).equals(before.get(row)));
    }
    return carried;
  }

  private Forecaster.Figures forecast(
      ObjectStore store, RunLayout layout, CohortInput input, List<SlideInspection> runnable)
      throws IOException, RunRefused {
    Forecaster.Figures figures =
        forecaster.forecast(input, bundles.bundle(input.bundle()), runnable);
    StoredForecast forecast =
        StoredForecast.of(figures, output.bytesLeft(store), input.outputs().quotaBytes());
    store.put(layout.forecast(), Json.MAPPER.writeValueAsBytes(forecast));
    if (!forecast.fits() && input.mode() == CohortInput.Mode.Run) {
      throw new RunRefused(RunRefused.Kind.NotEnoughSpace, forecast.sentence());
    }
    return figures;
  }

  /** A plan that a preflight-only run left although it does not fit is judged again. */
  private void requireSpaceAfterPreflight(RunFiles files) throws IOException, RunRefused {
    CohortInput input = files.input();
    StoredForecast stored =
        Json.MAPPER.readValue(files.require(files.layout().forecast()), StoredForecast.class);
    if (stored.fits() || input.mode() != CohortInput.Mode.Run) {
      return;
    }
    StoredForecast now =
        StoredForecast.of(
            stored.figures(), output.bytesLeft(files.store()), input.outputs().quotaBytes());
    files.store().put(files.layout().forecast(), Json.MAPPER.writeValueAsBytes(now));
    if (!now.fits()) {
      throw new RunRefused(RunRefused.Kind.NotEnoughSpace, now.sentence());
    }
  }

  private static Plan pack(
      CohortInput input, Forecaster.Figures figures, List<SlideInspection> runnable)
      throws RunRefused {
    PackingSettings settings =
        new PackingSettings(
            figures.tilesPerSecond(),
            input.pacing().shardMinutes(),
            Math.max(1, input.pacing().shardWindow()));
    try {
      return Packing.pack(
          runnable.stream().map(i -> new SlideTiles(i.row(), i.tiles())).toList(), settings);
    } catch (PlanTooLarge e) {
      throw new RunRefused(RunRefused.Kind.PlanTooLarge, e.getMessage());
    }
  }

  private static PlanReceipt write(
      ObjectStore store,
      RunLayout layout,
      Plan plan,
      int slides,
      SortedMap<Integer, SlideOutcome> duplicates)
      throws IOException {
    MessageDigest digest = Sha256.digest();
    for (PlannedPartition partition : plan.partitions()) {
      byte[] bytes = Json.MAPPER.writeValueAsBytes(partition);
      store.put(layout.planPartition(partition.partition()), bytes);
      digest.update(bytes);
    }
    return new PlanReceipt(
        HexFormat.of().formatHex(digest.digest()),
        slides,
        plan.tiles(),
        plan.partitionShards(),
        duplicates.size(),
        duplicates.isEmpty() ? Tally.NO_ROW : duplicates.firstKey());
  }
}
