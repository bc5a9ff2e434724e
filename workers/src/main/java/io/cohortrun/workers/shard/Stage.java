package io.cohortrun.workers.shard;

import java.util.Locale;

/**
 * Where the time of a slide goes, in the order in which a tile goes through. Summed over threads:
 * stages overlap, so that their sum is more than a clock shows.
 */
public enum Stage {
  /** Copying the slide to local disk and checking its digest. */
  STAGE("bringing slides here"),
  /** Reading tiles, resampling them, and their tissue and quality. */
  DECODE("decoding tiles"),
  /** No predictor had anything to do for a slide, because none of its tiles was decoded. */
  DECODE_WAIT("waiting for decoded tiles"),
  /** Normalised windows, laid out for the network. */
  PREPARE("normalising windows"),
  /** The network alone. */
  NETWORK("network"),
  /** From logits to integers. */
  HEAD("feature head"),
  /** Summing tiles. */
  REDUCE("summing tiles"),
  /** Writing parts, building and uploading the files of a result. */
  COMMIT("committing results");

  private final String text;

  Stage(String text) {
    this.text = text;
  }

  /** In {@code run.json} and as the label of meters: {@code decode_wait}. */
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** For people. */
  public String text() {
    return text;
  }
}
