package io.cohortrun.workers.shard;

import io.cohortrun.workers.slide.SlideInspection;
import io.cohortrun.workers.store.ObjectStore;
import io.cohortrun.workers.store.SlideCommits;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Commits slides whose tile ranges were inferred by several shards; needs neither slide nor model,
 * since parts carry their header.
 */
public final class MergeGiants {

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
    if (commits.read(found.slideKey()).isEmpty()
        || (maps.wanted() && commits.readMaps(found.slideKey(), maps.profile()).isEmpty())) {
      Optional<SlideHeader> header = header(store, found, maps);
      if (header.isEmpty()) {
        return Optional.empty();
      }
      new SlideCommitter(store, scratch).commit(header.get(), maps);
    }
    var commit = commits.read(found.slideKey()).orElseThrow();
    SlideResult result = SlideResult.fromBytes(commits.bytes(commit, SlideResult.FILE));
    return Optional.of(Outcomes.of(found, result, 0, 1));
  }

  /** The header of a numeric class whose parts cover the slide. */
  private static Optional<SlideHeader> header(
      ObjectStore store, SlideInspection found, SlideMaps maps) throws IOException {
    TreeSet<String> tried = new TreeSet<>();
    for (String key : store.list(PartStore.all(found.slideKey()))) {
      String folder = key.substring(0, key.lastIndexOf('/'));
      if (key.endsWith(".zst") && tried.add(folder)) {
        Part first = PartCodec.read(store.get(key).orElseThrow());
        var cover =
            new PartStore(store, first.header(), first.mapPx())
                .cover(0, first.header().tilesKept());
        if (first.mapPx() == maps.mapPx()
            && !cover.isEmpty()
            && cover.getLast().range().to() == first.header().tilesKept()) {
          return Optional.of(first.header());
        }
      }
    }
    return Optional.empty();
  }
}
