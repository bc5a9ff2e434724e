package io.cohortrun.workers.analyse;

import io.cohortrun.workers.table.BadTable;
import io.cohortrun.workers.table.TextTable;
import io.cohortrun.workflows.stats.survival.Concordance;
import io.cohortrun.workflows.stats.survival.CoxFit;
import io.cohortrun.workflows.stats.survival.CoxModel;
import io.cohortrun.workflows.stats.survival.FollowUp;
import io.cohortrun.workflows.stats.survival.KaplanMeier;
import io.cohortrun.workflows.stats.survival.LogRank;
import io.cohortrun.workflows.stats.survival.NonConverged;
import io.cohortrun.workflows.stats.survival.ProportionalHazards;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * Kaplan-Meier curves (by group), the log-rank test of the groups, and a Cox model of the
 * covariates; each on the rows that have what it needs. Names of quantities and terms are those of
 * R.
 */
public final class SurvivalAnalysis {

  private static final String ALL = "all";

  private final Columns table;
  private final SurvivalColumns columns;
  private final KaplanMeier.Scale scale;
  private final FollowUps followUps;
  private final int[] usable;
  private final Consumer<String> note;
  private final List<Quantity> found = new ArrayList<>();

  private SurvivalAnalysis(
      TextTable table, SurvivalColumns columns, KaplanMeier.Scale scale, Consumer<String> note)
      throws BadTable {
    this.table = new Columns(table);
    this.columns = columns;
    this.scale = scale;
    this.note = note;
    this.table.require(columns.all());
    this.followUps = new FollowUps(this.table, columns);
    this.usable = followUps.usable(note);
  }

  /**
   * Analyses.
   *
   * @param scale of the interval of medians
   * @param at times at which curves are read
   * @param note told of rows that are left out and of levels that others are compared with
   * @throws BadTable a column is not there, or holds something else
   * @throws NonConverged the Cox model has no maximum; the message names the covariate
   */
  public static List<Quantity> of(
      TextTable table,
      SurvivalColumns columns,
      CoxModel.Ties ties,
      KaplanMeier.Scale scale,
      List<String> at,
      Consumer<String> note)
      throws BadTable, NonConverged {
    var analysis = new SurvivalAnalysis(table, columns, scale, note);
    analysis.curves(at);
    if (columns.group() != null) {
      analysis.logRank();
    }
    if (!columns.covariates().isEmpty()) {
      analysis.cox(ties);
    }
    return List.copyOf(analysis.found);
  }

  private void put(String quantity, String term, double value) {
    found.add(new Quantity(quantity, term, value));
  }

  private int[] rows(List<String> names, String model) {
    int[] rows = table.complete(names, usable);
    int missing = usable.length - rows.length;
    if (missing > 0) {
      note.accept(
          "%s: %d row%s left out: no value in %s"
              .formatted(model, missing, missing == 1 ? "" : "s", String.join(" or ", names)));
    }
    return rows;
  }

  private void curves(List<String> at) throws BadTable {
    String group = columns.group();
    if (group == null) {
      curve(ALL, followUps.of(usable, new int[usable.length]), at);
      return;
    }
    int[] rows = rows(List.of(group), "curves");
    List<String> levels = table.levels(group, rows);
    int[] codes = table.codes(group, rows, levels);
    FollowUp everyone = followUps.of(rows, new int[rows.length]);
    for (int g = 0; g < levels.size(); g++) {
      int one = g;
      int[] of = IntStream.range(0, rows.length).filter(i -> codes[i] == one).toArray();
      curve(group + "=" + levels.get(g), everyone.only(of), at);
    }
  }

  private void curve(String term, FollowUp data, List<String> at) {
    KaplanMeier curve = KaplanMeier.of(data, scale);
    put("records", term, data.size());
    put("events", term, data.events());
    put("median", term, curve.median());
    put("0.95LCL", term, curve.medianLower());
    put("0.95UCL", term, curve.medianUpper());
    for (String time : at) {
      double t = Double.parseDouble(time);
      put("surv@" + time, term, curve.survival(t));
      put("greenwood_se@" + time, term, curve.standardError(t));
      put("n_risk@" + time, term, curve.atRisk(t));
    }
  }

  private int[] strata(int[] rows) {
    return columns.strata() == null
        ? new int[rows.length]
        : table.codes(columns.strata(), rows, table.levels(columns.strata(), rows));
  }

  private List<String> withStrata(List<String> names) {
    List<String> all = new ArrayList<>(names);
    if (columns.strata() != null) {
      all.add(columns.strata());
    }
    return all;
  }

  private void logRank() throws BadTable {
    String group = columns.group();
    int[] rows = rows(withStrata(List.of(group)), "log-rank test");
    List<String> levels = table.levels(group, rows);
    LogRank test =
        LogRank.test(
            followUps.of(rows, strata(rows)), table.codes(group, rows, levels), levels.size(), 0);
    put("chisq", "", test.chiSquared());
    put("df", "", test.df());
    put("p", "", test.p());
    for (int g = 0; g < levels.size(); g++) {
      put("observed", group + "=" + levels.get(g), test.observed()[g]);
      put("expected", group + "=" + levels.get(g), test.expected()[g]);
    }
  }

  private void cox(CoxModel.Ties ties) throws BadTable, NonConverged {
    int[] rows = rows(withStrata(columns.covariates()), "Cox model");
    Covariates covariates = Covariates.of(table, columns.covariates(), rows, note);
    FollowUp data = followUps.of(rows, strata(rows));
    CoxFit fit;
    try {
      fit = CoxModel.fit(data, covariates.x(), ties, 0);
    } catch (NonConverged e) {
      throw e.named(covariates.terms());
    }
    Concordance concordance = Concordance.of(data, fit.predictor());
    ProportionalHazards proportional = fit.proportional();
    put("n", "", fit.n());
    put("events", "", fit.events());
    put("loglik_null", "", fit.logLikelihoodNull());
    put("loglik", "", fit.logLikelihood());
    put("lrt_chisq", "", fit.likelihoodRatio());
    put("wald_chisq", "", fit.wald());
    put("score_chisq", "", fit.score());
    put("concordance", "", concordance.value());
    put("concordance_se", "", concordance.standardError());
    for (int j = 0; j < covariates.terms().size(); j++) {
      String term = covariates.terms().get(j);
      put("coef", term, fit.coefficients()[j]);
      put("se", term, fit.standardError(j));
      put("z", term, fit.z(j));
      put("p", term, fit.p(j));
      put("hr_lo95", term, fit.hazardRatio(j, -1));
      put("hr_hi95", term, fit.hazardRatio(j, 1));
      put("zph_km_chisq", term, proportional.chiSquared()[j]);
      put("zph_km_p", term, proportional.p(j));
    }
    put("zph_km_chisq", "GLOBAL", proportional.global());
    put("zph_km_p", "GLOBAL", proportional.globalP());
  }
}
