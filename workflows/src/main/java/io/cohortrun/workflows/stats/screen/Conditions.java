package io.cohortrun.workflows.stats.screen;

import io.cohortrun.workflows.stats.association.Covariates.Residual;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What is left of associations given covariates, or given background channels; residuals are made
 * once per feature and once per attribute.
 */
final class Conditions {

  /** What is held fixed: covariates of all or of genes, or background of a kind. */
  private record Key(String held, String without) {}

  private static final String COVARIATES = "covariates";
  private static final String OF_GENES = "covariates of genes";

  private final Population patients;
  private final Set<String> background;
  private final Set<String> covariates;
  private final int[] strata;
  private final BitSet present;
  private final Scores scores;
  private final Map<Key, Optional<Given>> given = new HashMap<>();

  /**
   * @param background channels
   * @param present patients of whom features and attributes are known
   */
  Conditions(Population patients, Set<String> background, int[] strata, BitSet present) {
    this.patients = patients;
    this.background = background;
    this.covariates =
        patients.covariates().stream().map(Attribute::name).collect(Collectors.toSet());
    this.strata = strata;
    this.present = present;
    this.scores = new Scores(strata);
  }

  /** For all attributes of a feature. */
  Of of(Feature feature, Scores.Ranked ranked) {
    return new Of(feature, ranked);
  }

  /** All covariates but one. */
  private Optional<Given> covariates(String without) {
    return given.computeIfAbsent(
        new Key(COVARIATES, without),
        k ->
            given(
                patients.covariates().stream()
                    .filter(c -> !c.name().equals(without))
                    .map(Attribute::values)
                    .toList()));
  }

  /** All covariates, and for genes what hypermutation shows in. */
  private Optional<Given> covariatesOfGenes() {
    return given.computeIfAbsent(
        new Key(OF_GENES, ""),
        k ->
            given(
                Stream.concat(
                        patients.covariates().stream(), patients.genes().hypermutation().stream())
                    .map(Attribute::values)
                    .toList()));
  }

  /** All background channels of a kind but one. */
  private Optional<Given> background(String kind, String without) {
    return given.computeIfAbsent(
        new Key("background " + kind, without),
        k ->
            given(
                patients.features().stream()
                    .filter(f -> f.kind().equals(kind) && background.contains(f.channel()))
                    .filter(f -> !f.channel().equals(without))
                    .map(Feature::values)
                    .toList()));
  }

  private Optional<Given> given(List<double[]> others) {
    return Given.of(Adjustment.of(present, others, strata), scores);
  }

  /** A feature's conditions, found once: tests are many. */
  final class Of {

    private final Scores.Ranked ranked;
    private final Optional<Given> adjusted;
    private final Optional<Given> ofGenes;
    private final Optional<Given> specific;
    private final Map<Given, Residual> residuals = new HashMap<>();

    private Of(Feature feature, Scores.Ranked ranked) {
      this.ranked = ranked;
      this.adjusted = covariates("");
      this.ofGenes = patients.genes().hypermutation().isEmpty() ? adjusted : covariatesOfGenes();
      this.specific =
          Conditions.this.background(
              feature.kind(), background.contains(feature.channel()) ? feature.channel() : "");
    }

    /** Given the covariates other than the attribute itself; of a gene also given hypermutation. */
    Tested.Adjusted adjusted(Attribute attribute) {
      String name = attribute.name();
      Optional<Given> held =
          covariates.contains(name)
              ? covariates(name)
              : patients.genes().names().contains(name) ? ofGenes : adjusted;
      return Tested.Adjusted.of(
          correlation(held, attribute).p(), held.map(Given::patients).orElse(0));
    }

    /** Effect and p given the background channels of the same kind, the feature's own left out. */
    Tested.Conditional background(Attribute attribute) {
      return correlation(specific, attribute);
    }

    private Tested.Conditional correlation(Optional<Given> given, Attribute attribute) {
      if (given.isEmpty() || attribute.kind() == Attribute.Kind.CATEGORICAL) {
        return Tested.Conditional.UNKNOWN;
      }
      Given held = given.get();
      return held.correlation(residuals.computeIfAbsent(held, h -> h.residual(ranked)), attribute);
    }
  }
}
