package io.cohortrun.workers.quality;

import io.cohortrun.workflows.stats.quality.BoxAgreement;
import io.cohortrun.workflows.stats.quality.Boxes;
import io.cohortrun.workflows.stats.quality.PartialAgreement;
import io.cohortrun.workflows.stats.quality.PixelAgreement;
import java.util.HashMap;
import java.util.Map;

/** One prediction of one channel against the real ones, over the tiles of a slide. */
final class SlideScore {

  /** What is told, in order. */
  enum Metric {
    BOX_PEARSON,
    BOX_PEARSON_TILES,
    BOX_PEARSON_UNDEFINED,
    BOX_SPEARMAN,
    BOX_MSE,
    BOX_SPECIFICITY,
    BOX_PARTIAL,
    DICE,
    SOFT_DICE,
    IOU,
    PREVALENCE,
    DICE_ALWAYS_POSITIVE
  }

  /** Where cells and epithelium are: what most channels follow, and no evidence of a protein. */
  private static final String NUCLEI = "DAPI";

  private static final String EPITHELIUM = "CK";

  private final String channel;
  private PixelAgreement pixels = PixelAgreement.NONE;
  private BoxAgreement boxes = BoxAgreement.NONE;
  private final Map<String, BoxAgreement> others = new HashMap<>();
  private PartialAgreement beyond = PartialAgreement.NONE;
  private int tiles;
  private int defined;
  private double pearson;
  private double spearman;

  /**
   * @param channel that is predicted
   */
  SlideScore(String channel) {
    this.channel = channel;
  }

  /**
   * Adds a tile.
   *
   * @param predicted [SIDE * SIDE] round(255 p)
   * @param threshold positive is p above it
   * @param real channels of the tile, this one among them
   */
  void add(byte[] predicted, double threshold, Map<String, Target> real) {
    Target own = real.get(channel);
    boolean[] mask = new boolean[predicted.length];
    for (int i = 0; i < mask.length; i++) {
      mask[i] = (predicted[i] & 0xFF) > 255 * threshold;
    }
    double[] q = Boxes.ofPrediction(mask, Tile.SIDE);
    double[] t = own.boxes();
    BoxAgreement tile = BoxAgreement.of(q, t);
    pixels = pixels.plus(PixelAgreement.of(predicted, threshold, own.mask()));
    boxes = boxes.plus(tile);
    besideOthers(q, real);
    tiles++;
    if (!Double.isNaN(tile.pearson())) {
      defined++;
      pearson += tile.pearson();
      spearman += BoxAgreement.spearman(q, t);
    }
  }

  private void besideOthers(double[] q, Map<String, Target> real) {
    real.forEach(
        (other, target) -> {
          if (!other.equals(channel)) {
            others.merge(other, BoxAgreement.of(q, target.boxes()), BoxAgreement::plus);
          }
        });
    Target nuclei = real.get(NUCLEI);
    Target epithelium = real.get(EPITHELIUM);
    if (nuclei != null
        && epithelium != null
        && !channel.equals(NUCLEI)
        && !channel.equals(EPITHELIUM)) {
      beyond =
          beyond.plus(
              PartialAgreement.of(
                  q, real.get(channel).boxes(), nuclei.boxes(), epithelium.boxes()));
    }
  }

  double value(Metric metric) {
    return switch (metric) {
      case BOX_PEARSON -> boxes.pearson();
      case BOX_PEARSON_TILES -> pearson / defined; // of none: 0 / 0, which is unknown
      case BOX_PEARSON_UNDEFINED -> 1 - (double) defined / tiles;
      case BOX_SPEARMAN -> spearman / defined;
      case BOX_MSE -> boxes.meanSquaredError();
      case BOX_SPECIFICITY -> BoxAgreement.specificity(boxes, others.values());
      case BOX_PARTIAL -> beyond.pearson();
      case DICE -> pixels.dice();
      case SOFT_DICE -> pixels.softDice();
      case IOU -> pixels.iou();
      case PREVALENCE -> pixels.prevalence();
      case DICE_ALWAYS_POSITIVE -> pixels.diceOfAlwaysPositive();
    };
  }
}
