package io.cohortrun.workers.cohort;

import io.cohortrun.workers.shard.SlideResult;
import io.cohortrun.workers.store.Commit;
import io.cohortrun.workers.store.ObjectStore;
import io.cohortrun.workers.store.SlideCommits;
import java.io.IOException;
import java.util.Optional;

/** Committed results as they lie in the store, digests checked. */
public final class CommittedSlides implements CommittedResults {

  @Override
  public Optional<SlideResult> find(ObjectStore store, String slideKey) throws IOException {
    SlideCommits commits = new SlideCommits(store);
    Optional<Commit> commit = commits.read(slideKey);
    return commit.isEmpty() ? Optional.empty() : Optional.of(SlideResult.of(commits, commit.get()));
  }
}
