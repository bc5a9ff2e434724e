package io.cohortrun.crds.v1alpha1;

/** The outcomes of a ledger that are failures; docs/manifest.md says what each means. */
public enum FailureCode {
  NotFound,
  AccessDenied,
  UnsupportedFormat,
  Unreadable,
  Truncated,
  UnsupportedPixels,
  NotBrightfield,
  MissingMpp,
  ImplausibleMpp,
  AnisotropicMpp,
  ResolutionTooLow,
  TooSmall,
  TooLarge,
  DecodeHang,
  DecodeCrash,
  TooManyBadTiles,
  GpuOutOfMemory,
  OutputQuota,
  DigestMismatch,
  DuplicateSlide,
  Cancelled,
  Infrastructure
}
