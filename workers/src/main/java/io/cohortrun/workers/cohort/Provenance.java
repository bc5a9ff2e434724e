package io.cohortrun.workers.cohort;

import io.cohortrun.workers.canonical.Sha256;
import io.cohortrun.workers.model.Bundle;
import io.cohortrun.workers.shard.SlideOutcome;
import io.cohortrun.workers.shard.TryTimes;
import io.cohortrun.workers.slide.SlideInspection;
import io.cohortrun.workers.store.ObjectStore;
import io.cohortrun.workers.store.RunLayout;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** Parts of {@code run.json}. */
final class Provenance {

  private Provenance() {}

  static RunRecord.BundleFacts bundle(Bundle bundle, String digest) {
    return new RunRecord.BundleFacts(
        bundle.id(),
        bundle.version(),
        digest,
        bundle.architecture(),
        bundle.mpp(),
        bundle.licence(),
        bundle.intendedUse(),
        bundle.demo());
  }

  static RunRecord.Actual actual(RunFiles run, Ledger ledger) throws IOException {
    int slides = 0;
    long tiles = 0;
    double seconds = 0;
    for (SlideOutcome o : ledger.outcomes()) {
      slides += o.outcome().hasResult() ? 1 : 0;
      tiles += o.tiles();
      seconds += o.seconds();
    }
    SortedMap<String, Double> stages = new TreeMap<>();
    SortedMap<String, Double> device = new TreeMap<>();
    for (TryTimes of : TryTimes.of(run.store(), run.layout())) {
      of.stages().forEach((stage, s) -> stages.merge(stage, s, Double::sum));
      device.merge("useful", of.usage().usefulSeconds(), Double::sum);
      device.merge("wasted", of.usage().wastedSeconds(), Double::sum);
    }
    stages.replaceAll((stage, s) -> tenths(s));
    device.replaceAll((use, s) -> tenths(s));
    return new RunRecord.Actual(slides, tiles, tenths(seconds), stages, device);
  }

  private static double tenths(double seconds) {
    return Math.round(seconds * 10) / 10.0;
  }

  static List<RunRecord.Warning> warnings(List<SlideInspection> inspections) {
    List<RunRecord.Warning> warnings = new ArrayList<>();
    for (SlideInspection i : inspections) {
      i.warnings().forEach(w -> warnings.add(new RunRecord.Warning(i.row(), w)));
    }
    return warnings;
  }

  /** Files a reader of the run may want to check: all but what the steps keep for themselves. */
  static SortedMap<String, RunRecord.FileFacts> files(RunFiles run) throws IOException {
    ObjectStore store = run.store();
    RunLayout layout = run.layout();
    List<String> keys =
        new ArrayList<>(
            List.of(
                layout.input(),
                layout.manifest(),
                layout.forecast(),
                layout.plan(),
                layout.ledger(),
                layout.features(),
                layout.pairs(),
                layout.dictionary(),
                layout.validation()));
    keys.addAll(store.list(layout.clinical()));
    keys.addAll(store.list(layout.analysis()));
    keys.removeIf(key -> key.startsWith(layout.strata()));
    keys.addAll(store.list(layout.report()));
    SortedMap<String, RunRecord.FileFacts> files = new TreeMap<>();
    for (String key : keys) {
      var stat = store.stat(key);
      if (stat.isPresent()) {
        try (InputStream in = store.open(key)) {
          files.put(
              key.substring(run.run().prefix().length()),
              new RunRecord.FileFacts(stat.get().bytes(), Sha256.of(in)));
        }
      }
    }
    return files;
  }
}
