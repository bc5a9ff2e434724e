package io.cohortrun.workers.shard;

import io.cohortrun.workers.slide.SlideInspection;
import io.cohortrun.workers.store.ObjectStore;
import io.cohortrun.workers.store.SlideCommits;
import io.cohortrun.workflows.contract.Outcome;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Commits slides whose tile ranges were inferred by several shards; needs neither slide nor model,
 * since parts carry their header.
 */
public final class MergeGiants {

  private static final Logger log = LoggerFactory.getLogger(MergeGiants.class);

  private static final String MIXED =
      "its tiles were inferred by machines of different kinds (%s), whose numbers are never mixed, and none has all of them: run it again with 'cohort retry' on machines of one kind, what was done there is kept";

  private final Path scratch;

  /** Builds files below {@code scratch}. */
  public MergeGiants(Path scratch) {
    this.scratch = scratch;
  }

  /**
   * Merges what the ranges left. Idempotent: a committed slide is only read.
   *
   * @return empty where a range is missing; Infrastructure where that is because machines of
   *     several numeric classes had a part in it
   */
  public Optional<SlideOutcome> merge(ObjectStore store, SlideInspection found, SlideMaps maps)
      throws IOException {
    SlideCommits commits = new SlideCommits(store);
    if (commits.read(found.slideKey()).isEmpty() || maps.missing(commits, found.slideKey())) {
      TreeSet<String> classes = new TreeSet<>();
      Optional<SlideHeader> header = header(store, found, maps, classes);
      if (header.isEmpty()) {
        return classes.size() < 2
            ? Optional.empty()
            : Optional.of(
                Outcomes.failed(
                    found,
                    Outcome.Infrastructure,
                    MIXED.formatted(String.join("; ", classes)),
                    0,
                    1));
      }
      if (unreadable(store, header.get(), maps) > SlideInference.allowed(header.get())) {
        var failure = SlideInference.tooMany(header.get());
        return Optional.of(Outcomes.failed(found, failure.code(), failure.getMessage(), 0, 1));
      }
      new SlideCommitter(store, scratch, () -> {}).commit(header.get(), maps);
    }
    var commit = commits.read(found.slideKey()).orElseThrow();
    SlideResult result = SlideResult.of(commits, commit);
    return Optional.of(Outcomes.of(found, result, 0, 1));
  }

  /** Each range kept within the budget of the whole slide; together they may not. */
  private static int unreadable(ObjectStore store, SlideHeader header, SlideMaps maps)
      throws IOException {
    return new PartStore(store, header, maps.mapPx())
        .cover(0, header.tilesKept()).stream().mapToInt(PartStore.Stored::unreadable).sum();
  }

  /**
   * The header of a numeric class whose parts cover the slide.
   *
   * @param classes receives the numeric classes that have parts of it
   */
  private static Optional<SlideHeader> header(
      ObjectStore store, SlideInspection found, SlideMaps maps, Set<String> classes)
      throws IOException {
    TreeSet<String> tried = new TreeSet<>();
    for (String key : store.list(PartStore.all(found.slideKey()))) {
      String folder = key.substring(0, key.lastIndexOf('/'));
      if (!key.endsWith(".zst") || tried.contains(folder)) {
        continue;
      }
      Optional<Part> first = readable(store, key);
      if (first.isEmpty()) {
        continue;
      }
      tried.add(folder);
      SlideHeader header = first.get().header();
      if (first.get().mapPx() == maps.mapPx()) {
        var kind = header.numericClass();
        classes.add("%s with libtorch %s".formatted(kind.device(), kind.libtorch()));
      }
      var cover = new PartStore(store, header, first.get().mapPx()).cover(0, header.tilesKept());
      if (first.get().mapPx() == maps.mapPx()
          && !cover.isEmpty()
          && cover.getLast().range().to() == header.tilesKept()) {
        return Optional.of(header);
      }
    }
    return Optional.empty();
  }

  private static Optional<Part> readable(ObjectStore store, String key) throws IOException {
    Optional<byte[]> bytes = store.get(key);
    if (bytes.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(PartCodec.read(bytes.get()));
    } catch (IOException damaged) {
      log.warn("{}: {}", key, damaged.getMessage());
      return Optional.empty();
    }
  }
}
