package io.cohortrun.workflows.contract;

/**
 * Receipt of the freeze: rows are numbered from 0 in manifest order and never renumbered.
 *
 * @param key of the frozen table in the output store
 * @param digest sha256 of its canonical text, hex
 * @param rows number of rows
 * @param bundle sha256 of the bundle that the run goes on with, hex; null from an earlier release
 * @param featureVersion of the feature head and its results; null from an earlier release
 */
public record FrozenManifest(
    String key, String digest, int rows, String bundle, String featureVersion) {}
