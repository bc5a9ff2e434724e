package io.cohortrun.crds.v1alpha1;

/** Unit of follow-up times. */
public enum TimeUnit {
  /** Days. */
  Days,
  /** Seven days. */
  Weeks,
  /** 30.4375 days. */
  Months,
  /** 365.25 days. */
  Years
}
