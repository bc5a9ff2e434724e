package io.cohortrun.workers.population;

import io.cohortrun.workers.analyse.StratumTests;
import io.cohortrun.workers.analyse.TestedStrata;
import io.cohortrun.workers.canonical.Json;
import io.cohortrun.workers.store.KillPoint;
import io.cohortrun.workers.store.KillPoints;
import io.cohortrun.workers.store.ObjectStore;
import io.cohortrun.workflows.stats.screen.Population;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.zip.Deflater;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/**
 * Tests each stratum once and keeps it as an object of its own: after a kill at most one is
 * computed again, and one at a time is held.
 */
final class KeptStrata implements TestedStrata {

  private final ObjectStore store;
  private final String prefix;
  private final Population population;
  private final List<Population.Stratum> strata;
  private final Set<String> kept;

  /**
   * Finds what an earlier try has kept.
   *
   * @param prefix of the objects
   */
  KeptStrata(
      ObjectStore store, String prefix, Population population, List<Population.Stratum> strata)
      throws IOException {
    this.store = store;
    this.prefix = prefix;
    this.population = population;
    this.strata = strata;
    this.kept = new HashSet<>(store.list(prefix));
  }

  @Override
  public List<Population.Stratum> strata() {
    return strata;
  }

  @Override
  public StratumTests tests(int i) throws IOException {
    String key = "%s%05d.json.gz".formatted(prefix, i);
    if (kept.contains(key)) {
      return read(key);
    }
    if (Thread.interrupted()) {
      throw new InterruptedIOException("the analysis was stopped");
    }
    StratumTests tests = StratumTests.of(population, strata.get(i));
    store.createIfAbsent(key, written(tests));
    kept.add(key);
    KillPoints.hit(KillPoint.STRATUM_NEXT_STRATUM);
    return tests;
  }

  private StratumTests read(String key) throws IOException {
    byte[] bytes = store.get(key).orElseThrow(() -> new IOException(key + " disappeared"));
    try (var in = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
      return Json.MAPPER.readValue(in, StratumTests.class);
    }
  }

  private static byte[] written(StratumTests tests) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (var out = new Fast(bytes)) {
      Json.MAPPER.writeValue(out, tests);
    }
    return bytes.toByteArray();
  }

  /** Numbers hardly shrink any more however long one tries. */
  private static final class Fast extends GZIPOutputStream {

    Fast(ByteArrayOutputStream to) throws IOException {
      super(to, 1 << 16);
      def.setLevel(Deflater.BEST_SPEED);
    }
  }
}
