package io.cohortrun.workers.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;

/** Logits of the windows of a call, made when they are asked for or all at once. */
interface Windowed {

  /** [to - from, C, w, w], in {@code manager}. */
  NDArray range(NDManager manager, int from, int to);
}
