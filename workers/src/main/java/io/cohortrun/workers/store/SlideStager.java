package io.cohortrun.workers.store;

import io.cohortrun.workers.slide.SlideFailure;
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

  /**
   * The digest of the bytes that are there now; a slide whose version is known is not read.
   *
   * @throws SlideFailure as {@link #stage}
   * @throws IOException as {@link #stage}
   */
  default String contentDigest(String uri) throws SlideFailure, IOException {
    try (StagedSlide staged = stage(uri)) {
      return staged.contentDigest();
    }
  }
}
