package io.cohortrun.workers.cohort;

import io.cohortrun.workers.slide.SlideFailure;
import java.io.IOException;
import java.nio.file.Path;

/** Brings a slide, or a region of interest, to this machine's disk. */
@FunctionalInterface
public interface SlideStage {

  /**
   * Stages a file or folder.
   *
   * @param uri absolute
   * @throws SlideFailure NotFound, AccessDenied, TooLarge, UnsupportedFormat
   * @throws IOException where a store or this disk fails
   */
  Staged stage(String uri) throws SlideFailure, IOException;

  /** A staged slide; closing gives its space back. */
  interface Staged extends AutoCloseable {

    /** Where it lies. */
    Path path();

    /** sha256 of its bytes, hex. */
    String contentDigest();

    /** Size. */
    long bytes();

    @Override
    void close();
  }
}
