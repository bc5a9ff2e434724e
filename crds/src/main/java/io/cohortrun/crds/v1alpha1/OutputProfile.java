package io.cohortrun.crds.v1alpha1;

/** What is kept of the maps. */
public enum OutputProfile {
  /** Features, canvas and preview. */
  Summary,
  /** Also OME-Zarr at 2 um/px. */
  Pyramid,
  /** Also full resolution of the slides named. */
  Full
}
