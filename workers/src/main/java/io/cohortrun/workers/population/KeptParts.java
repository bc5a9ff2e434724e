package io.cohortrun.workers.population;

import io.cohortrun.workers.canonical.Json;
import io.cohortrun.workers.canonical.Sha256;
import io.cohortrun.workers.store.KillPoint;
import io.cohortrun.workers.store.KillPoints;
import io.cohortrun.workers.store.ObjectStore;
import io.cohortrun.workflows.stats.screen.Population;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.Deflater;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/**
 * What was computed part by part, each kept as an object of its own: after a kill at most one is
 * computed again.
 *
 * @param prefix of the objects
 * @param type of a part, which JSON gives back as it was
 */
record KeptParts<T>(ObjectStore store, String prefix, Class<T> type) {

  /** Raised where the same strata come to other numbers: parts of another release are not kept. */
  private static final int VERSION = 3;

  /** Computes part i. */
  @FunctionalInterface
  interface Part<T> {
    T of(int i) throws IOException;
  }

  /**
   * Parts of these strata alone: what was kept of other strata, or with other features, lies beside
   * them and is not read.
   */
  KeptParts<T> of(Population population, List<Population.Stratum> strata) throws IOException {
    List<List<String>> features =
        population.features().stream().map(f -> List.of(f.channel(), f.kind())).toList();
    String digest = Sha256.of(Json.MAPPER.writeValueAsBytes(List.of(VERSION, strata, features)));
    return new KeptParts<>(store, prefix + digest.substring(0, 16) + "/", type);
  }

  /** Parts 0..count - 1, kept before or computed now. */
  List<T> all(int count, Part<T> compute) throws IOException {
    List<T> all = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      all.add(part(i, compute));
    }
    return all;
  }

  /** Part i, kept before or computed now. */
  T part(int i, Part<T> compute) throws IOException {
    String key = "%s%05d.json.gz".formatted(prefix, i);
    Optional<byte[]> kept = store.get(key);
    if (kept.isPresent()) {
      return read(kept.get());
    }
    if (Thread.interrupted()) {
      throw new InterruptedIOException("the analysis was stopped");
    }
    T part = compute.of(i);
    store.createIfAbsent(key, written(part));
    KillPoints.hit(KillPoint.STRATUM_NEXT_STRATUM);
    return part;
  }

  private T read(byte[] bytes) throws IOException {
    try (var in = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
      return Json.MAPPER.readValue(in, type);
    }
  }

  private byte[] written(T part) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (var out = new Fast(bytes)) {
      Json.MAPPER.writeValue(out, part);
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
