package io.cohortrun.workers.model;

/**
 * A bundle cannot be used, or its network answered with nonsense: a code and one sentence that says
 * where and what to do. Charged to the model's budget, never to a slide.
 */
public final class ModelRejected extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** Why. */
  public enum Code {
    /** No such bundle. */
    NotFound,
    /** The archive is damaged, too large or holds names it must not hold. */
    BadArchive,
    /** {@code bundle.json} breaks a rule, or the network does not fit it. */
    Invalid,
    /** A file is not the one that {@code bundle.json} describes. */
    DigestMismatch,
    /** A tensor is missing, left over, or not the one that {@code bundle.json} describes. */
    TensorMismatch,
    /** The golden pair is not reproduced on this device. */
    GoldenDrift,
    /** The bundle does not admit this precision profile, or this build does not offer it. */
    PrecisionNotAdmitted,
    /** A logit is not a number. */
    NotANumber,
    /** libtorch cannot be loaded here. */
    EngineUnavailable,
    /** A GPU was promised, and this process sees none that it can use. */
    GpuNotVisible,
    /** One window is more than the card's memory holds. */
    GpuOutOfMemory,
    /** A checkpoint is cut off, changed, or of a format that is not read. */
    BadCheckpoint,
    /** A checkpoint holds more than named tensors, and is not read for that. */
    UnsafeCheckpoint
  }

  private final Code code;

  public ModelRejected(Code code, String message) {
    this(code, message, null);
  }

  public ModelRejected(Code code, String message, Throwable cause) {
    super(code + ": " + message, cause);
    this.code = code;
  }

  /** Why. */
  public Code code() {
    return code;
  }
}
