package io.cohortrun.workers.slide.child;

import java.time.Duration;

/**
 * What a decode child may take.
 *
 * @param ringBytes pixels in flight between child and parent; also the largest region of one read
 * @param memoryBytes private memory of the child, Java heap and native together
 * @param silence longest wait for the answer to one command before the child is killed
 * @param slidesPerChild slides after which a child is replaced, so that what a library leaks stays
 *     bounded
 * @param threads regions decoded at once in one child
 */
public record DecodeLimits(
    long ringBytes, long memoryBytes, Duration silence, int slidesPerChild, int threads) {

  private static final int MAX_THREADS = 4;

  /** 64 MiB of pixels, 1 GiB of memory, 60 s of silence, 200 slides, at most 4 threads. */
  public static DecodeLimits standard() {
    int cores = Runtime.getRuntime().availableProcessors();
    return new DecodeLimits(
        64L << 20, 1L << 30, Duration.ofSeconds(60), 200, Math.clamp(cores, 1, MAX_THREADS));
  }

  /** The same with another silence. */
  public DecodeLimits withSilence(Duration longest) {
    return new DecodeLimits(ringBytes, memoryBytes, longest, slidesPerChild, threads);
  }

  /** The same with another number of slides before a child is replaced. */
  public DecodeLimits withSlidesPerChild(int slides) {
    return new DecodeLimits(ringBytes, memoryBytes, silence, slides, threads);
  }
}
