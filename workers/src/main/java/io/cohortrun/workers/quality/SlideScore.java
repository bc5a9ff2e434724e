package io.cohortrun.workers.quality;

import io.cohortrun.workflows.stats.quality.BoxAgreement;
import io.cohortrun.workflows.stats.quality.Boxes;
import io.cohortrun.workflows.stats.quality.PixelAgreement;

/** One prediction of one channel against the real one, over the tiles of a slide. */
final class SlideScore {

  /** What is told, in order. */
  enum Metric {
    BOX_PEARSON,
    BOX_PEARSON_TILES,
    BOX_PEARSON_UNDEFINED,
    BOX_SPEARMAN,
    BOX_MSE,
    DICE,
    SOFT_DICE,
    IOU,
    PREVALENCE,
    DICE_ALWAYS_POSITIVE
  }

  private PixelAgreement pixels = PixelAgreement.NONE;
  private BoxAgreement boxes = BoxAgreement.NONE;
  private int tiles;
  private int defined;
  private double pearson;
  private double spearman;

  /**
   * Adds a tile.
   *
   * @param predicted [SIDE * SIDE] round(255 p)
   * @param threshold positive is p above it
   */
  void add(byte[] predicted, double threshold, boolean[] real) {
    boolean[] mask = new boolean[real.length];
    for (int i = 0; i < mask.length; i++) {
      mask[i] = (predicted[i] & 0xFF) > 255 * threshold;
    }
    double[] q = Boxes.ofPrediction(mask, Tile.SIDE);
    double[] t = Boxes.ofTarget(real, Tile.SIDE);
    BoxAgreement tile = BoxAgreement.of(q, t);
    pixels = pixels.plus(PixelAgreement.of(predicted, threshold, real));
    boxes = boxes.plus(tile);
    tiles++;
    if (!Double.isNaN(tile.pearson())) {
      defined++;
      pearson += tile.pearson();
      spearman += BoxAgreement.spearman(q, t);
    }
  }

  double value(Metric metric) {
    return switch (metric) {
      case BOX_PEARSON -> boxes.pearson();
      case BOX_PEARSON_TILES -> pearson / defined; // of none: 0 / 0, which is unknown
      case BOX_PEARSON_UNDEFINED -> 1 - (double) defined / tiles;
      case BOX_SPEARMAN -> spearman / defined;
      case BOX_MSE -> boxes.meanSquaredError();
      case DICE -> pixels.dice();
      case SOFT_DICE -> pixels.softDice();
      case IOU -> pixels.iou();
      case PREVALENCE -> pixels.prevalence();
      case DICE_ALWAYS_POSITIVE -> pixels.diceOfAlwaysPositive();
    };
  }
}
