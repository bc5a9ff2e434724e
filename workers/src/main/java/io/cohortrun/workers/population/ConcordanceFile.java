package io.cohortrun.workers.population;

import io.cohortrun.workers.analyse.PopulationComparison;
import io.cohortrun.workflows.stats.concordance.ActivationConcordance;
import io.cohortrun.workflows.stats.concordance.AssociationOverlap;
import io.cohortrun.workflows.stats.concordance.CountRatio;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * {@code analysis/concordance.json}: how far a run agrees with another. What is not known is null.
 *
 * @param other the run that it is compared with
 * @param choices in which the two differ; null where one's record names none, or nothing is
 *     compared
 * @param activations null without subtypes that both have
 * @param associations null where one of them tested none, or they share no test
 * @param countRatio of densities; null where associations are
 * @param points mean densities that both have
 * @param refused why nothing is compared, or null
 */
record ConcordanceFile(
    Other other,
    List<ChoiceDifference> choices,
    Activations activations,
    Overlap associations,
    Ratio countRatio,
    List<PopulationComparison.Point> points,
    String refused) {

  /** The other run; id and name are null where it could not be read. */
  record Other(String uri, String runId, String name) {}

  /**
   * Spearman's correlations of mean densities.
   *
   * @param cells of subtype and channel
   * @param pooled over all cells: what levels of channels alone inflate
   * @param perChannel across subtypes
   * @param centred over all cells, each channel's mean taken off
   * @param shuffled the pooled one if subtypes are relabelled, on average
   * @param nullP of a centred one as high under relabelling
   * @param minPatients of a cell, on each side
   */
  record Activations(
      int cells,
      Double pooled,
      Map<String, Double> perChannel,
      Double centred,
      Double shuffled,
      Double nullP,
      int minPatients) {

    static Activations of(PopulationComparison means, int minPatients) {
      ActivationConcordance found = means.activations();
      Map<String, Double> perChannel = new LinkedHashMap<>();
      for (int c = 0; c < found.perChannel().length; c++) {
        perChannel.put(means.channels().get(c), known(found.perChannel()[c]));
      }
      return new Activations(
          found.cells(),
          known(found.pooled()),
          perChannel,
          known(found.centred()),
          known(found.shuffled()),
          known(found.p()),
          minPatients);
    }
  }

  /** Associations that are significant, on the tests that both made; as in {@code compare}. */
  record Overlap(
      int universe,
      int significantHere,
      int significantThere,
      int shared,
      int opposite,
      Double signAgreement,
      Double fisherP,
      Double oddsSample,
      Double oddsConditional,
      Double oddsWithinAttributes,
      Double pWithinAttributes,
      Double pChannelsRelabelled) {

    static Overlap of(AssociationOverlap found) {
      return new Overlap(
          found.universe(),
          found.significantA(),
          found.significantB(),
          found.shared(),
          found.opposite(),
          known(found.signAgreement()),
          known(found.fisher().greater()),
          known(found.fisher().sampleOdds()),
          known(found.fisher().conditionalOdds()),
          known(found.withinAttributes()),
          known(found.withinAttributesP()),
          known(found.relabelledP()));
    }
  }

  /**
   * Significant here over significant there, of densities.
   *
   * @param common on the tests that both made
   * @param equalN if this run had as few patients of each subtype as the other
   */
  record Ratio(Double common, EqualN equalN) {

    static Ratio of(CountRatio found, int draws) {
      return new Ratio(
          known(found.ratio()),
          new EqualN(
              known(found.atEqualSize()), known(found.lower()), known(found.upper()), draws));
    }
  }

  /** Median of the draws and where the middle 95 % of them lie. */
  record EqualN(Double median, Double lower, Double upper, int draws) {}

  static ConcordanceFile refused(Other other, String reason) {
    return new ConcordanceFile(other, null, null, null, null, List.of(), reason);
  }

  private static Double known(double value) {
    return Double.isFinite(value) ? value : null;
  }
}
