package io.cohortrun.workflows.contract;

import java.util.Arrays;
import java.util.List;

/**
 * The one coded end of a manifest row. Every row of a run has exactly one; the counts over all
 * outcomes equal the rows.
 *
 * <p>Failures are listed in the order in which their checks run: the first check that fails names
 * the code.
 */
public enum Outcome {
  Succeeded(Kind.RESULT, false),
  /** A result exists, but some tiles could not be used; the message says how many and why. */
  Degraded(Kind.RESULT, false),
  NoTissue(Kind.NO_RESULT, false),
  Excluded(Kind.NO_RESULT, false),

  NotFound(Kind.FAILURE, false),
  AccessDenied(Kind.FAILURE, false),
  UnsupportedFormat(Kind.FAILURE, false),
  Unreadable(Kind.FAILURE, false),
  Truncated(Kind.FAILURE, false),
  UnsupportedPixels(Kind.FAILURE, false),
  NotBrightfield(Kind.FAILURE, false),
  MissingMpp(Kind.FAILURE, false),
  ImplausibleMpp(Kind.FAILURE, false),
  AnisotropicMpp(Kind.FAILURE, false),
  ResolutionTooLow(Kind.FAILURE, false),
  TooSmall(Kind.FAILURE, false),
  TooLarge(Kind.FAILURE, false),
  DecodeHang(Kind.FAILURE, true),
  DecodeCrash(Kind.FAILURE, true),
  TooManyBadTiles(Kind.FAILURE, false),
  GpuOutOfMemory(Kind.FAILURE, false),
  OutputQuota(Kind.FAILURE, false),
  DigestMismatch(Kind.FAILURE, false),
  DuplicateSlide(Kind.FAILURE, false),
  Cancelled(Kind.FAILURE, false),
  Infrastructure(Kind.FAILURE, true);

  private enum Kind {
    RESULT,
    NO_RESULT,
    FAILURE
  }

  private final Kind kind;
  private final boolean retryable;

  Outcome(Kind kind, boolean retryable) {
    this.kind = kind;
    this.retryable = retryable;
  }

  /** All that are failures. */
  public static List<Outcome> failures() {
    return Arrays.stream(values()).filter(Outcome::isFailure).toList();
  }

  /** Whether this row counts against the failure budget. */
  public boolean isFailure() {
    return kind == Kind.FAILURE;
  }

  /** Whether committed slide results exist for the row. */
  public boolean hasResult() {
    return kind == Kind.RESULT;
  }

  /** Whether the same slide may end differently when tried again with nothing changed. */
  public boolean isRetryable() {
    return retryable;
  }
}
