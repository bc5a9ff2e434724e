package io.cohortrun.workers.shard;

import io.cohortrun.workers.slide.SlideInspection;
import io.cohortrun.workers.store.ObjectStore;
import io.cohortrun.workers.store.SlideCommits;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Commits slides whose tile ranges were inferred by several shards; needs neither slide nor model,
 * since parts carry their header.
 */
public final class MergeGiants {

  private static final Logger log = LoggerFactory.getLogger(MergeGiants.class);

  private final Path scratch;

  /** Builds files below {@code scratch}. */
  public MergeGiants(Path scratch) {
    this.scratch = scratch;
  }

  /**
   * Merges what the ranges left. Idempotent: a committed slide is only read.
   *
   * @return empty where a range is missing
   */
  public Optional<SlideOutcome> merge(ObjectStore store, SlideInspection found, SlideMaps maps)
      throws IOException {
    SlideCommits commits = new SlideCommits(store);
    if (commits.read(found.slideKey()).isEmpty() || maps.missing(commits, found.slideKey())) {
      Optional<SlideHeader> header = header(store, found, maps);
      if (header.isEmpty()) {
        return Optional.empty();
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

  /** The header of a numeric class whose parts cover the slide. */
  private static Optional<SlideHeader> header(
      ObjectStore store, SlideInspection found, SlideMaps maps) throws IOException {
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
