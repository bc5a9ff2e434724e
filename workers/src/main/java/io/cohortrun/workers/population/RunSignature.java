package io.cohortrun.workers.population;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cohortrun.workers.analyse.FoldColumns;
import io.cohortrun.workers.canonical.Json;
import io.cohortrun.workers.clinical.ClinicalJoin;
import io.cohortrun.workers.patients.SlideTotals;
import io.cohortrun.workers.table.CsvFile;
import io.cohortrun.workflows.contract.AnalysisSettings;
import io.cohortrun.workflows.stats.outcome.GroupCurves;
import io.cohortrun.workflows.stats.outcome.GroupCurves.Grouping;
import io.cohortrun.workflows.stats.outcome.SurvivalPlan;
import io.cohortrun.workflows.stats.rank.Tails;
import io.cohortrun.workflows.stats.screen.Level;
import io.cohortrun.workflows.stats.screen.Outcome;
import io.cohortrun.workflows.stats.screen.Population;
import io.cohortrun.workflows.stats.signature.CrossFit;
import io.cohortrun.workflows.stats.signature.Folds;
import io.cohortrun.workflows.stats.signature.SignatureData;
import io.cohortrun.workflows.stats.signature.SignatureGain;
import io.cohortrun.workflows.stats.signature.SignatureModel;
import io.cohortrun.workflows.stats.signature.SignatureNull;
import io.cohortrun.workflows.stats.signature.Splits;
import io.cohortrun.workflows.stats.survival.Concordance;
import io.cohortrun.workflows.stats.survival.CoxModel;
import io.cohortrun.workflows.stats.survival.FollowUp;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The signature of a run: cross-fitted, compared with simpler ones and with permuted outcomes.
 *
 * @param json of {@code signature.json}
 * @param judged the patients; empty if not fitted
 * @param chance permuted outcomes; empty if none were asked for, or not fitted
 */
public record RunSignature(
    ObjectNode json, Optional<Judged> judged, Optional<SignatureNull> chance) {

  private static final int DRAWS = 1000;
  private static final long SEED = 1;

  /**
   * Patients as models judge them that saw neither them nor, of two sites or more, their site.
   *
   * @param risk [patients] log hazard less that of the type, up to a constant; NaN without
   *     follow-up
   * @param groups above and below the median of their type
   * @param folds that they were judged in; -1 without follow-up
   */
  public record Judged(double[] risk, Grouping groups, Folds folds) {}

  /**
   * The model whose densities these are.
   *
   * @param digest of its bundle
   * @param mpp resolution it was made for, micrometres per pixel
   */
  public record Bundle(String digest, double mpp) {}

  /**
   * Fits, or says why not.
   *
   * @param kept concordance of each permutation of a block
   */
  static RunSignature of(
      ClinicalJoin join,
      SlideTotals totals,
      AnalysisSettings.Signature asked,
      Bundle bundle,
      KeptParts<double[]> kept)
      throws IOException {
    ObjectNode json = Json.MAPPER.createObjectNode();
    json.put("endpoint", asked.endpoint());
    json.putObject("bundle").put("digest", bundle.digest()).put("mpp", bundle.mpp());
    Optional<Outcome> outcome =
        join.population().outcomes().stream()
            .filter(o -> o.name().equals(asked.endpoint()))
            .findFirst();
    if (outcome.isEmpty()) {
      return not(json, "the clinical tables have no endpoint " + asked.endpoint());
    }
    SignatureInput input = SignatureInput.of(join, outcome.get(), totals);
    json.put("n", input.data().size());
    json.put("events", input.data().followUp().events());
    if (!input.hindrance().isEmpty()) {
      return not(json, input.hindrance());
    }
    Splits splits = new Splits(asked.folds(), asked.repeats());
    SignatureData data = input.data();
    Folds folds = Folds.draw(data.site(), splits, SEED);
    if (!CrossFit.isPossible(data, folds)) {
      return not(
          json,
          "all events are of one site of %d folds: who was treated there would be judged by no model"
              .formatted(folds.count()));
    }
    CrossFit fit = CrossFit.of(data, folds);
    json.put("folds", folds.count()).put("repeats", splits.repeats());
    json.put("sitesWhole", folds.sitesWhole());
    compare(json, input, fit, folds);
    json.putObject("logrank")
        .put("chi2", fit.separation().chiSquared())
        .put("df", fit.separation().df())
        .put("p", fit.separation().p());
    Optional<SignatureNull> chance = chance(data, fit, splits, asked.permutations(), kept);
    write(json, fit, chance);
    SignatureModel model = SignatureModel.fit(data, folds.of()[0]);
    double[] cut = model.medians(data.x(), data.type());
    new FrozenSignature(input.channels(), input.types(), model, cut).write(json);
    json.putNull("notFitted");
    return new RunSignature(json, Optional.of(judged(input, fit, folds)), chance);
  }

  /** Curves of the two groups, of all patients and in each type. */
  List<GroupCurves> curves(ClinicalJoin join, String endpoint) {
    Population population = join.population();
    SurvivalPlan plan =
        new SurvivalPlan(
            List.of(endpoint), CoxModel.Ties.EFRON, 1, RunSurvival.years(join.dictionary()));
    return judged.stream()
        .map(Judged::groups)
        .flatMap(
            both ->
                population.strata().stream()
                    .filter(s -> s.level() != Level.SUBTYPE)
                    .map(
                        s ->
                            GroupCurves.of(
                                population.only(s.rows()), s, plan, List.of(both.only(s.rows())))))
        .toList();
  }

  private static RunSignature not(ObjectNode json, String why) {
    return new RunSignature(json.put("notFitted", why), Optional.empty(), Optional.empty());
  }

  private static void compare(ObjectNode json, SignatureInput input, CrossFit fit, Folds folds) {
    ObjectNode concordance = json.putObject("concordance");
    ArrayNode gains = json.putArray("gains");
    ObjectNode lambdas = json.putObject("lambdas");
    interval(concordance.putObject("signature"), fit.concordance());
    lambdas.set("signature", Json.MAPPER.valueToTree(finite(fit.ridge())));
    for (String channel : List.of("CD3", "CD8")) {
      concordance.putNull(channel);
      input
          .channel(channel)
          .ifPresent(
              one -> {
                CrossFit simpler = CrossFit.of(one, folds);
                interval(concordance.putObject(channel), simpler.concordance());
                lambdas.set(channel, Json.MAPPER.valueToTree(finite(simpler.ridge())));
                gain(gains, channel, one.followUp(), fit.risk(), simpler.risk());
              });
    }
    String both = "age+stage";
    concordance.putNull(both);
    input
        .ageAndStage()
        .ifPresent(
            known -> {
              Folds theirs = folds.only(known.of());
              if (!CrossFit.isPossible(known.data(), theirs)) {
                return;
              }
              CrossFit simpler = CrossFit.of(known.data(), theirs);
              interval(concordance.putObject(both), simpler.concordance());
              lambdas.set(both, Json.MAPPER.valueToTree(finite(simpler.ridge())));
              double[] risk = Arrays.stream(known.of()).mapToDouble(i -> fit.risk()[i]).toArray();
              gain(gains, both, known.data().followUp(), risk, simpler.risk());
            });
  }

  /** JSON has no NaN. */
  private static Double[][] finite(double[][] of) {
    return Arrays.stream(of)
        .map(
            row ->
                Arrays.stream(row)
                    .mapToObj(v -> Double.isNaN(v) ? null : (Double) v)
                    .toArray(Double[]::new))
        .toArray(Double[][]::new);
  }

  private static void interval(ObjectNode json, Concordance of) {
    double half = Tails.Z95 * of.standardError();
    json.put("value", of.value());
    json.put("lower", Math.max(0, of.value() - half));
    json.put("upper", Math.min(1, of.value() + half));
  }

  private static void gain(
      ArrayNode gains, String against, FollowUp data, double[] risk, double[] other) {
    SignatureGain gain = SignatureGain.of(data, risk, other, DRAWS, SEED);
    gains
        .addObject()
        .put("against", against)
        .put("gain", gain.gain())
        .put("lower", gain.lower())
        .put("upper", gain.upper())
        .put("p", gain.p())
        .put("draws", DRAWS)
        .put("seed", SEED);
  }

  private static Optional<SignatureNull> chance(
      SignatureData data, CrossFit fit, Splits splits, int permutations, KeptParts<double[]> kept)
      throws IOException {
    if (permutations == 0) {
      return Optional.empty();
    }
    SignatureNull.Block block = SignatureNull.permuting(data, splits, SEED);
    return Optional.of(
        SignatureNull.of(
            permutations,
            fit.concordance().value(),
            (from, to) ->
                kept.part(from / SignatureNull.TOGETHER, i -> block.concordance(from, to))));
  }

  private static void write(ObjectNode json, CrossFit fit, Optional<SignatureNull> chance) {
    json.putNull("null");
    chance.ifPresent(
        found ->
            json.putObject("null")
                .put("permutations", found.draws())
                .put("observed", fit.concordance().value())
                .put("exceeding", found.asHigh())
                .put("p", found.p())
                .put("lower", found.lower())
                .put("upper", found.upper()));
  }

  private static Judged judged(SignatureInput input, CrossFit fit, Folds folds) {
    int[] group = new int[input.population().size()];
    double[] risk = new double[group.length];
    Arrays.fill(group, -1);
    Arrays.fill(risk, Double.NaN);
    for (int i = 0; i < input.rows().length; i++) {
      int row = input.rows()[i];
      group[row] = fit.high()[i] ? 1 : 0;
      risk[row] = fit.risk()[i];
    }
    return new Judged(
        risk,
        new Grouping("signature", List.of("low", "high"), group),
        folds.among(group.length, input.rows()));
  }

  /** Writes {@code signature_risk.csv}, in the order of the patients; nothing if not fitted. */
  void risks(Path folder, List<String> patients, Population population) throws IOException {
    if (judged.isEmpty()) {
      return;
    }
    Judged of = judged.get();
    List<String> names = new ArrayList<>(List.of("patient", "type", "risk", "group"));
    names.addAll(FoldColumns.names(of.folds.of().length));
    List<List<Object>> rows = new ArrayList<>();
    for (int i = 0; i < patients.size(); i++) {
      if (of.groups.group()[i] >= 0) {
        String group = of.groups.names().get(of.groups.group()[i]);
        List<Object> row = new ArrayList<>();
        row.addAll(List.of(patients.get(i), population.type().get(i), of.risk[i], group));
        row.addAll(FoldColumns.of(of.folds, i));
        rows.add(row);
      }
    }
    CsvFile.write(folder.resolve("signature_risk.csv"), names, rows);
  }

  /** Writes {@code signature_null.csv}: of each permutation the concordance; nothing of none. */
  void permutations(Path folder) throws IOException {
    if (chance.isEmpty()) {
      return;
    }
    double[] of = chance.get().concordance();
    CsvFile.write(
        folder.resolve("signature_null.csv"),
        List.of("permutation", "concordance"),
        IntStream.range(0, of.length).mapToObj(i -> List.<Object>of(i + 1, of[i])).toList());
  }
}
