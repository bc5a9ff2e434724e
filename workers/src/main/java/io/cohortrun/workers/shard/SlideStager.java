package io.cohortrun.workers.shard;

import io.cohortrun.workers.slide.SlideFailure;
import io.cohortrun.workers.store.StagedSlide;
import java.io.IOException;

/** Brings a slide, or a region of interest, to this machine's disk. */
@FunctionalInterface
public interface SlideStager {

  /**
   * Stages a file or folder.
   *
   * @param uri absolute
   * @throws SlideFailure NotFound, AccessDenied, TooLarge, Unreadable
   * @throws IOException where a store or this disk fails
   */
  StagedSlide stage(String uri) throws SlideFailure, IOException;
}
