package io.cohortrun.workers.store;

import java.nio.file.Path;

/** A slide on this machine's disk. Closing lets the cache give its space to others. */
public final class StagedSlide implements AutoCloseable {

  private final Path path;
  private final String contentDigest;
  private final long bytes;
  private final Runnable release;

  StagedSlide(Path path, String contentDigest, long bytes, Runnable release) {
    this.path = path;
    this.contentDigest = contentDigest;
    this.bytes = bytes;
    this.release = release;
  }

  /** The file, or the folder of a set, to give to a reader. */
  public Path path() {
    return path;
  }

  /** sha256 of the file's bytes, or of a set's sorted lines {@code digest name}; hex. */
  public String contentDigest() {
    return contentDigest;
  }

  /** Size of the file or of the whole set. */
  public long bytes() {
    return bytes;
  }

  @Override
  public void close() {
    release.run();
  }
}
