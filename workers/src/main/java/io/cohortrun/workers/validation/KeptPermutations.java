package io.cohortrun.workers.validation;

import com.fasterxml.jackson.core.type.TypeReference;
import io.cohortrun.workers.canonical.Json;
import io.cohortrun.workers.canonical.Sha256;
import io.cohortrun.workers.store.KillPoint;
import io.cohortrun.workers.store.KillPoints;
import io.cohortrun.workers.store.ObjectStore;
import io.cohortrun.workflows.validate.PermutedResult;
import io.cohortrun.workflows.validate.PermutedScreen;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Tests permuted outcomes block by block and keeps each: after a kill at most one is made again.
 *
 * @param prefix of the objects
 */
record KeptPermutations(ObjectStore store, String prefix) {

  /** Enough to see a rate of 7 % where 5 % is nominal; seconds to minutes, whatever the cohort. */
  private static final int BLOCKS = 20;

  private static final int TESTS = 100;

  /** Raised where the same seeds come to other tests: blocks of another release are not kept. */
  private static final int VERSION = 3;

  /** The same run has the same permutations, in every attempt. */
  static long seed(List<String> digests) {
    return Long.parseUnsignedLong(Sha256.of(String.join("\n", digests)).substring(0, 16), 16);
  }

  /** What these tests came to, kept before or made now. */
  List<PermutedResult> of(PermutedScreen screen, long seed) throws IOException {
    Set<String> kept = new HashSet<>(store.list(prefix));
    List<PermutedResult> all = new ArrayList<>();
    for (int block = 0; block < BLOCKS; block++) {
      String key = "%sv%d-%05d.json".formatted(prefix, VERSION, block);
      if (kept.contains(key)) {
        all.addAll(read(key));
        continue;
      }
      if (Thread.interrupted()) {
        throw new InterruptedIOException("the validation was stopped");
      }
      List<PermutedResult> tests = screen.tests(TESTS, seed + block);
      store.createIfAbsent(key, Json.MAPPER.writeValueAsBytes(tests));
      KillPoints.hit(KillPoint.PERMUTED_NEXT_BLOCK);
      all.addAll(tests);
    }
    return all;
  }

  private List<PermutedResult> read(String key) throws IOException {
    byte[] bytes = store.get(key).orElseThrow(() -> new IOException(key + " disappeared"));
    return Json.MAPPER.readValue(bytes, new TypeReference<>() {});
  }
}
