package io.cohortrun.workers.patients;

import io.cohortrun.workers.clinical.ClinicalJoin;
import io.cohortrun.workflows.stats.association.ChiSquared;
import io.cohortrun.workflows.stats.association.FisherExact;
import io.cohortrun.workflows.stats.rank.MannWhitney;
import io.cohortrun.workflows.stats.rank.Ranking;
import io.cohortrun.workflows.stats.screen.Outcome;
import io.cohortrun.workflows.stats.survival.LogRank;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Whether the patients who are analysed differ from those who are lost. */
public final class Attrition {

  /** Columns of {@code attrition.csv}. */
  public static final List<String> NAMES =
      List.of("attribute", "level", "analysed", "lost", "test", "p");

  private final ClinicalJoin everyone;
  private final int[] analysed;
  private final int[] lost;
  private final List<List<Object>> rows = new ArrayList<>();

  private Attrition(ClinicalJoin everyone, int[] analysed) {
    this.everyone = everyone;
    this.analysed = analysed;
    boolean[] in = new boolean[everyone.patients().size()];
    Arrays.stream(analysed).forEach(p -> in[p] = true);
    this.lost = IntStream.range(0, in.length).filter(p -> !in[p]).toArray();
  }

  /**
   * Rows of {@code attrition.csv}.
   *
   * @param everyone all patients of the manifest
   * @param analysed rows of those with a usable slide
   * @param genes columns that are left out
   */
  public static List<List<Object>> of(
      ClinicalJoin everyone, RunSlides slides, int[] analysed, Set<String> genes) {
    Attrition table = new Attrition(everyone, analysed);
    table.rows.add(Arrays.asList("patients", "", analysed.length, table.lost.length, null, null));
    table.everyone.population().outcomes().forEach(table::outcome);
    List<Variable> attributes = Variable.attributes(everyone, genes);
    Stream.concat(
            attributes.stream(),
            Stream.of(
                Variable.of("site", everyone.population().site()),
                Variable.of("scanner", scanners(slides, everyone.patients()))))
        .filter(v -> !v.isEmpty())
        .forEach(table::variable);
    table.missing(attributes);
    return table.rows;
  }

  /** The scanner of each patient's first slide, as the manifest has it. */
  private static List<String> scanners(RunSlides slides, List<String> patients) {
    Map<String, String> first = new HashMap<>();
    slides
        .slides()
        .forEach(
            s -> first.putIfAbsent(s.patient(), s.row().attributes().getOrDefault("scanner", "")));
    return patients.stream().map(p -> first.getOrDefault(p, "")).toList();
  }

  private void outcome(Outcome outcome) {
    int[] here = Outcomes.followed(outcome, analysed);
    int[] there = Outcomes.followed(outcome, lost);
    int[] both = IntStream.concat(Arrays.stream(here), Arrays.stream(there)).toArray();
    if (both.length == 0) {
      return;
    }
    int[] group = new int[both.length];
    Arrays.fill(group, here.length, both.length, 1);
    var followUp = outcome.followUp(both, new int[everyone.patients().size()]);
    double p =
        here.length == 0 || there.length == 0 || followUp.events() == 0
            ? Double.NaN
            : LogRank.test(followUp, group, 2, 0).p();
    rows.add(
        Arrays.asList(
            outcome.name(), "event", events(outcome, here), events(outcome, there), "log-rank", p));
    rows.add(
        Arrays.asList(
            outcome.name(),
            "no event",
            here.length - events(outcome, here),
            there.length - events(outcome, there),
            null,
            null));
  }

  private static int events(Outcome outcome, int[] patients) {
    return (int) Arrays.stream(patients).filter(p -> outcome.event()[p]).count();
  }

  private void variable(Variable variable) {
    if (variable.isNumber()) {
      number(variable);
      return;
    }
    int[] here = variable.counts(analysed);
    int[] there = variable.counts(lost);
    boolean two = here.length == 2;
    double p =
        Arrays.stream(here).sum() == 0 || Arrays.stream(there).sum() == 0
            ? Double.NaN
            : two
                ? FisherExact.test(here[0], here[1], there[0], there[1]).p()
                : ChiSquared.of(new int[][] {here, there}).p();
    for (int l = 0; l < here.length; l++) {
      rows.add(
          Arrays.asList(
              variable.name(),
              variable.levels().get(l),
              here[l],
              there[l],
              l > 0 ? null : two ? "fisher" : "chi-squared",
              l > 0 ? null : p));
    }
  }

  private void number(Variable variable) {
    double[] here = variable.known(analysed);
    double[] there = variable.known(lost);
    double[] both = new double[here.length + there.length];
    System.arraycopy(here, 0, both, 0, here.length);
    System.arraycopy(there, 0, both, here.length, there.length);
    double[] arm = new double[both.length];
    Arrays.fill(arm, 0, here.length, 1);
    double p =
        here.length == 0 || there.length == 0
            ? Double.NaN
            : MannWhitney.test(Ranking.of(both), Ranking.arm(arm)).p();
    rows.add(
        Arrays.asList(
            variable.name(),
            "",
            Quartiles.of(here).median(),
            Quartiles.of(there).median(),
            "mann-whitney",
            p));
  }

  /** How many values each patient lacks; then who lacks which. */
  private void missing(List<Variable> attributes) {
    if (attributes.isEmpty()) {
      return;
    }
    double[] lacking = new double[everyone.patients().size()];
    for (Variable one : attributes) {
      for (int p = 0; p < lacking.length; p++) {
        lacking[p] += Double.isNaN(one.values()[p]) ? 1 : 0;
      }
    }
    number(new Variable("missing", List.of(), lacking));
    for (Variable one : attributes) {
      rows.add(
          Arrays.asList(
              "missing",
              one.name(),
              analysed.length - one.known(analysed).length,
              lost.length - one.known(lost).length,
              null,
              null));
    }
  }
}
