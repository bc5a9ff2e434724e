package io.cohortrun.workflows.stats.screen;

import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What is left of associations given covariates, or given background channels; residuals are made
 * once per feature and once per attribute.
 */
final class Conditions {

  private record Key(String kind, String without) {}

  private record Residual(Key given, String of) {}

  private final Population patients;
  private final Set<String> background;
  private final int[] strata;
  private final BitSet present;
  private final Map<Key, Given> given = new HashMap<>();
  private final Map<Residual, double[]> residuals = new HashMap<>();

  Conditions(Population patients, Set<String> background, int[] strata, BitSet present) {
    this.patients = patients;
    this.background = background;
    this.strata = strata;
    this.present = present;
  }

  /** p given the covariates other than the attribute itself. */
  double adjusted(Feature feature, Attribute attribute) {
    List<double[]> others =
        patients.covariates().stream()
            .filter(c -> !c.name().equals(attribute.name()))
            .map(Attribute::values)
            .toList();
    String self =
        others.size() == patients.covariates().size() ? "" : attribute.name(); // shared by all
    return correlation(new Key("", self), others, feature, attribute).p();
  }

  /** Effect and p given the background channels of the same kind, the feature's own left out. */
  Tested.Conditional background(Feature feature, Attribute attribute) {
    List<double[]> others =
        patients.features().stream()
            .filter(f -> f.kind().equals(feature.kind()) && background.contains(f.channel()))
            .filter(f -> !f.channel().equals(feature.channel()))
            .map(Feature::values)
            .toList();
    String self = background.contains(feature.channel()) ? feature.channel() : "";
    return correlation(new Key(feature.kind(), self), others, feature, attribute);
  }

  private Tested.Conditional correlation(
      Key key, List<double[]> others, Feature feature, Attribute attribute) {
    if (others.isEmpty() || attribute.kind() == Attribute.Kind.CATEGORICAL) {
      return Tested.Conditional.UNKNOWN;
    }
    Given held = given.computeIfAbsent(key, k -> new Given(others, strata, present));
    double[] x =
        residuals.computeIfAbsent(
            new Residual(key, "x" + feature.kind() + "\t" + feature.channel()),
            r -> held.residual(feature.values()));
    double[] y =
        residuals.computeIfAbsent(
            new Residual(key, "y" + attribute.name()), r -> held.residual(attribute.values()));
    return held.correlation(x, y);
  }
}
