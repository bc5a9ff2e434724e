package io.cohortrun.operator.translate;

/**
 * What acceptance froze.
 *
 * @param spec sha256 of the canonical spec, hex
 * @param bundle sha256 of the model bundle, hex
 */
public record Digests(String spec, String bundle) {}
