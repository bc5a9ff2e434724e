package io.cohortrun.workers.shard;

/** The model broke while inferring: charged to the model's budget, not to the slide. */
final class ModelFailed extends RuntimeException {

  private static final long serialVersionUID = 1L;

  ModelFailed(String message, Throwable cause) {
    super(message, cause);
  }
}
