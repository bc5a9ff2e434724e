package io.cohortrun.workers.population;

import io.cohortrun.workers.analyse.StratumTests;
import io.cohortrun.workers.canonical.Json;
import io.cohortrun.workers.store.KillPoint;
import io.cohortrun.workers.store.KillPoints;
import io.cohortrun.workers.store.ObjectStore;
import io.cohortrun.workflows.stats.screen.Population;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/**
 * Tests strata one after the other and keeps each as an object of its own: after a kill at most one
 * is computed again.
 *
 * @param prefix of the objects
 */
record KeptStrata(ObjectStore store, String prefix) {

  /** What the tests of these strata came to, kept before or computed now. */
  List<StratumTests> of(Population population, List<Population.Stratum> strata) throws IOException {
    Set<String> kept = new HashSet<>(store.list(prefix));
    List<StratumTests> all = new ArrayList<>();
    for (int i = 0; i < strata.size(); i++) {
      String key = "%s%05d.json.gz".formatted(prefix, i);
      if (kept.contains(key)) {
        all.add(read(key));
        continue;
      }
      if (Thread.interrupted()) {
        throw new InterruptedIOException("the analysis was stopped");
      }
      StratumTests tests = StratumTests.of(population, strata.get(i));
      store.createIfAbsent(key, written(tests));
      KillPoints.hit(KillPoint.STRATUM_NEXT_STRATUM);
      all.add(tests);
    }
    return all;
  }

  private StratumTests read(String key) throws IOException {
    byte[] bytes = store.get(key).orElseThrow(() -> new IOException(key + " disappeared"));
    try (var in = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
      return Json.MAPPER.readValue(in, StratumTests.class);
    }
  }

  private static byte[] written(StratumTests tests) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (var out = new GZIPOutputStream(bytes)) {
      Json.MAPPER.writeValue(out, tests);
    }
    return bytes.toByteArray();
  }
}
