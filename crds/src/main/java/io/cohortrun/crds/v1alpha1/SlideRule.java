package io.cohortrun.crds.v1alpha1;

/** Which slides stand for a patient. */
public enum SlideRule {
  /** Diagnostic slides; frozen ones only where nothing else exists. */
  DiagnosticFirst,
  /** Every slide of the patient. */
  All
}
