package io.cohortrun.workflows.validate;

import io.cohortrun.workflows.stats.association.Least;
import io.cohortrun.workflows.stats.multiplicity.Adjusted;
import io.cohortrun.workflows.stats.rank.Ranking;
import io.cohortrun.workflows.stats.rank.StratifiedKruskalWallis;
import io.cohortrun.workflows.stats.screen.Feature;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * A channel's density between sites or scanners, within types.
 *
 * @param channel whose density
 * @param by {@code site} or {@code scanner}
 * @param share of the variance of its ranks within types, less what chance would explain: 0..1
 * @param p of Kruskal and Wallis's test within types
 */
public record SiteEffect(String channel, String by, double share, double p) {

  /** An effect that may be chance is no drift. */
  private static final double SIGNIFICANT = 0.05;

  /** Of all channels, between sites and between scanners, as far as these are known. */
  public static List<SiteEffect> of(Patients patients) {
    List<SiteEffect> tests = new ArrayList<>();
    int[] types = patients.types();
    for (Feature density : patients.densities()) {
      tests.add(of(density, "site", patients.site(), types));
      tests.add(of(density, "scanner", patients.scanner(), types));
    }
    return tests.stream().filter(t -> !Double.isNaN(t.p)).toList();
  }

  static Answer answer(Patients patients, double most) {
    List<SiteEffect> tests = of(patients);
    if (tests.isEmpty()) {
      return Answer.notApplicable(
          "Of no two sites and no two scanners ten patients are known whose densities differ within a type.");
    }
    double[] adjusted = Adjusted.holm(tests.stream().mapToDouble(SiteEffect::p).toArray());
    SiteEffect worst = tests.getFirst();
    double share = -1;
    for (int i = 0; i < adjusted.length; i++) {
      if (adjusted[i] < SIGNIFICANT && tests.get(i).share > share) {
        worst = tests.get(i);
        share = worst.share;
      }
    }
    return share < 0
        ? Answer.of(
            true,
            0,
            "Sites and scanners do not differ beyond chance in %,d comparisons of densities within types.",
            tests.size())
        : Answer.of(
            share <= most,
            share,
            "Of what patients of a type differ in the density of %s, their %s explains %s, the most of %,d comparisons; up to %s is tolerated.",
            worst.channel,
            worst.by,
            Answer.percent(share),
            tests.size(),
            Answer.percent(most));
  }

  private static SiteEffect of(Feature density, String by, List<String> words, int[] types) {
    BitSet known = Patients.known(density.values());
    Patients.Groups groups = Patients.Groups.of(words, known);
    if (!groups.several()) {
      return new SiteEffect(density.channel(), by, 0, Double.NaN);
    }
    Ranking ranking = Ranking.of(density.values(), types, groups.present());
    StratifiedKruskalWallis test =
        StratifiedKruskalWallis.test(
            ranking, groups.of(), groups.count(), new boolean[ranking.strata()]);
    double rest = test.n() - test.strata() - test.df();
    boolean few = test.n() < Least.USUAL.subjects() || rest <= 0;
    return new SiteEffect(
        density.channel(),
        by,
        few ? 0 : Math.max(0, (test.chiSquared() - test.df()) / rest),
        few ? Double.NaN : test.p());
  }
}
