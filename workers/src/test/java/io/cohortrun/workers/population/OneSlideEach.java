package io.cohortrun.workers.population;

import io.cohortrun.workers.manifest.Manifest;
import io.cohortrun.workers.manifest.ManifestRow;
import io.cohortrun.workers.shard.SlideOutcome;
import io.cohortrun.workflows.contract.Outcome;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** Patients with one slide each, all of which have a result: slide s0 of patient P0, and so on. */
record OneSlideEach(String prefix, int patients) {

  Manifest manifest() {
    return new Manifest(
        IntStream.range(0, patients)
            .mapToObj(
                i ->
                    new ManifestRow(
                        i, "s" + i, prefix + i, "file:///s", null, null, null, new TreeMap<>()))
            .toList());
  }

  List<SlideOutcome> outcomes() {
    return IntStream.range(0, patients)
        .mapToObj(i -> new SlideOutcome(i, Outcome.Succeeded, "", 1, 0.5, "", "", 1, 1, "k"))
        .toList();
  }
}
