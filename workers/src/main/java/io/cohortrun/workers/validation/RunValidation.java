package io.cohortrun.workers.validation;

import io.cohortrun.workers.canonical.Json;
import io.cohortrun.workers.manifest.Manifest;
import io.cohortrun.workers.model.NumericClass;
import io.cohortrun.workers.population.AskedStrata;
import io.cohortrun.workers.store.GoldenRecords;
import io.cohortrun.workers.store.ObjectStore;
import io.cohortrun.workers.store.RunLayout;
import io.cohortrun.workflows.contract.AnalysisSettings;
import io.cohortrun.workflows.contract.CohortInput;
import io.cohortrun.workflows.validate.Evidence;
import io.cohortrun.workflows.validate.GoldenPair;
import io.cohortrun.workflows.validate.Ledger;
import io.cohortrun.workflows.validate.PermutedResult;
import io.cohortrun.workflows.validate.PermutedScreen;
import io.cohortrun.workflows.validate.Validation;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Validates one attempt whose tables and analyses are written. */
public final class RunValidation {

  private final ObjectStore store;
  private final RunLayout layout;
  private final CohortInput input;

  /**
   * Of a run.
   *
   * @param input with analyses
   */
  public RunValidation(ObjectStore store, RunLayout layout, CohortInput input) {
    this.store = store;
    this.layout = layout;
    this.input = input;
  }

  /**
   * Judges, and writes {@code validation.json}.
   *
   * @param settled rows whose outcome was recorded
   * @param classes of the results
   * @param background channels of the panel
   * @throws IOException a store or this disk fails
   */
  public Validation write(
      Manifest manifest, int settled, List<NumericClass> classes, Set<String> background)
      throws IOException {
    AnalysisSettings settings = input.analyses();
    JoinedPatients joined = JoinedPatients.read(store, layout, settings, manifest);
    AnalysisTables tables = new AnalysisTables(store, layout);
    boolean associations = settings.associations() != null;
    Validation validation =
        Validation.of(
            new Evidence(
                new Ledger(manifest.rows().size(), settled),
                joined.patients(),
                background,
                goldenPairs(classes),
                associations ? Optional.of(permuted(joined, manifest)) : Optional.empty(),
                associations ? Optional.of(tables.claims()) : Optional.empty(),
                tables.concordance(),
                tables.quality()),
            settings.validation());
    store.put(
        layout.validation(),
        Json.MAPPER.writerWithDefaultPrettyPrinter().writeValueAsBytes(validation));
    return validation;
  }

  private List<GoldenPair> goldenPairs(List<NumericClass> classes) throws IOException {
    var records = new GoldenRecords(store).worst(input.bundleDigest());
    return classes.stream()
        .map(
            c ->
                new GoldenPair(
                    "%s, %s".formatted(c.device(), c.precision()),
                    records.getOrDefault(c, Double.NaN)))
        .toList();
  }

  private List<PermutedResult> permuted(JoinedPatients joined, Manifest manifest)
      throws IOException {
    if (joined.tested().isEmpty()) {
      return List.of();
    }
    var population = joined.tested().get();
    AnalysisSettings.Associations asked = input.analyses().associations();
    var strata = AskedStrata.of(population, asked);
    return new KeptPermutations(store, layout.permutations())
        .of(
            new PermutedScreen(population, strata, AskedStrata.least(asked)),
            KeptPermutations.seed(
                List.of(
                    input.specDigest(),
                    manifest.digest(),
                    input.bundleDigest(),
                    input.analyses().clinical().digest())));
  }
}
