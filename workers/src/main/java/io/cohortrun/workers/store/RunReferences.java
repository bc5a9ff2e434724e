package io.cohortrun.workers.store;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Slide keys that runs refer to, finished or not.
 *
 * @param keys every digest that a run's inspections, outcomes, ledger or record names: more than
 *     the keys, never less, whatever version wrote them
 * @param complete whether every recent run is past its preflight, so that no reference is missing
 */
record RunReferences(Set<String> keys, boolean complete) {

  private static final Pattern DIGEST = Pattern.compile("(?<![0-9a-f])[0-9a-f]{64}(?![0-9a-f])");
  private static final Pattern ATTEMPT = Pattern.compile("runs/[^/]+/[^/]+/");
  private static final Pattern NAMES_SLIDES =
      Pattern.compile("(preflight|outcomes|plan)/[^/]+|ledger\\.csv|run\\.json|plan\\.json");

  /**
   * Reads all runs.
   *
   * @param before runs that began earlier and never planned count as given up
   */
  static RunReferences read(ObjectStore store, Instant before) throws IOException {
    Set<String> keys = new HashSet<>();
    Set<String> begun = new HashSet<>();
    Set<String> planned = new HashSet<>();
    for (ObjectStore.Item item : store.items("runs/")) {
      Matcher attempt = ATTEMPT.matcher(item.key());
      if (!attempt.lookingAt()) {
        continue;
      }
      String name = item.key().substring(attempt.end());
      if (NAMES_SLIDES.matcher(name).matches()) {
        scan(store, item.key(), keys);
      }
      if (name.equals("plan.json") || name.equals("run.json")) {
        planned.add(attempt.group());
      } else if (!item.modified().isBefore(before)) {
        begun.add(attempt.group());
      }
    }
    return new RunReferences(keys, planned.containsAll(begun));
  }

  private static void scan(ObjectStore store, String key, Set<String> keys) throws IOException {
    try (BufferedReader in =
        new BufferedReader(new InputStreamReader(store.open(key), StandardCharsets.ISO_8859_1))) {
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        DIGEST.matcher(line).results().forEach(m -> keys.add(m.group()));
      }
    } catch (NoSuchFileException e) {
      throw new IOException(key + ": went away while references were read; try again.", e);
    }
  }
}
