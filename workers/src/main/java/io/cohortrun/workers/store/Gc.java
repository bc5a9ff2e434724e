package io.cohortrun.workers.store;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Finds and removes what no run refers to. Safe beside running runs: a run refers to its slides
 * from its preflight on, nothing younger than the grace period is touched, and no result is removed
 * while a run is still before its plan.
 */
public final class Gc {

  /** Longer than any process goes on writing one try. */
  public static final Duration GRACE = Duration.ofHours(24);

  private final ObjectStore store;
  private final Instant before;

  /**
   * Over one output store.
   *
   * @param grace what changed less than this ago is kept
   * @param now by the store's clock
   */
  public Gc(ObjectStore store, Duration grace, Instant now) {
    this.store = store;
    this.before = now.minus(grace);
  }

  /** What may go, changing nothing: the dry run. */
  public List<Garbage> find() throws IOException {
    RunReferences references = RunReferences.read(store, before);
    List<Garbage> garbage = new ArrayList<>();
    for (SlideFolder slide : SlideFolder.all(store)) {
      if (references.keys().contains(slide.key())) {
        garbage.addAll(slide.orphans(before));
      } else if (references.complete() && slide.newest().isBefore(before)) {
        garbage.add(slide.whole());
      }
    }
    garbage.addAll(Leftovers.find(store, before));
    return garbage;
  }

  /**
   * Removes what {@link #find} found, unless a run has come to refer to it since.
   *
   * @return what was removed
   */
  public List<Garbage> remove(List<Garbage> found) throws IOException {
    RunReferences references = RunReferences.read(store, before);
    Set<String> kept = new HashSet<>(references.keys());
    List<Garbage> removed = new ArrayList<>();
    for (Garbage g : found) {
      boolean result = g.kind() == Garbage.Kind.RESULT;
      if (result && (!references.complete() || kept.contains(SlideFolder.keyOf(g.prefix())))) {
        continue;
      }
      if (result) {
        // From here on it is no result, whatever else is left of it if this process dies.
        store.deleteAll(g.prefix() + "COMMIT");
        SlideFolder.forget(store, g.prefix());
      }
      if (g.kind() == Garbage.Kind.TEMPORARY && store instanceof FolderStore folder) {
        folder.deleteTemporary(g.prefix());
      } else {
        store.deleteAll(g.prefix());
      }
      removed.add(g);
    }
    return removed;
  }

  /**
   * Something that may go.
   *
   * @param kind what it is
   * @param prefix of its keys
   * @param objects how many
   * @param bytes their size
   */
  public record Garbage(Kind kind, String prefix, int objects, long bytes) {

    /** Kinds of garbage, as they are printed. */
    public enum Kind {
      /** A result that no run refers to, with all that belongs to it. */
      RESULT("result without run"),
      /** Files of a try that did not commit. */
      TRY("unfinished try"),
      /** Checkpoints of a slide that is committed. */
      PARTS("checkpoints of a finished slide"),
      /** A file that a killed process was writing. */
      TEMPORARY("unfinished write"),
      /** What a killed store check left. */
      PROBE("store check");

      private final String text;

      Kind(String text) {
        this.text = text;
      }

      /** For people. */
      public String text() {
        return text;
      }
    }
  }
}
