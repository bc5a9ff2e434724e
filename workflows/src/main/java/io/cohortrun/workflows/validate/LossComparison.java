package io.cohortrun.workflows.validate;

import io.cohortrun.workflows.stats.multiplicity.Adjusted;
import io.cohortrun.workflows.stats.rank.KruskalWallis;
import io.cohortrun.workflows.stats.rank.MannWhitney;
import io.cohortrun.workflows.stats.rank.Ranking;
import io.cohortrun.workflows.stats.screen.Attribute;
import io.cohortrun.workflows.stats.screen.Outcome;
import io.cohortrun.workflows.stats.survival.FollowUp;
import io.cohortrun.workflows.stats.survival.LogRank;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The lost against the analysed in one respect: log-rank of an outcome, Mann and Whitney of a
 * number or a stage, Kruskal and Wallis (for two answers, that is chi-squared) of a site, a scanner
 * or a type.
 *
 * @param attribute what is compared
 * @param test its name, for people
 * @param p two-sided
 */
public record LossComparison(String attribute, String test, double p) {

  /** Fewest lost, and fewest analysed, of whom a value is known. */
  private static final int FEWEST = 5;

  /** All comparisons that can be made. */
  public static List<LossComparison> of(Patients patients) {
    List<LossComparison> tests = new ArrayList<>();
    patients.outcomes().forEach(o -> tests.add(survival(patients, o)));
    patients.attributes().forEach(a -> tests.add(ranked(patients, a)));
    tests.add(grouped(patients, "type", patients.type()));
    tests.add(grouped(patients, "site", patients.site()));
    tests.add(grouped(patients, "scanner", patients.scanner()));
    return tests.stream().filter(t -> !Double.isNaN(t.p)).toList();
  }

  static Answer answer(Patients patients, double least) {
    int lost = patients.lost();
    int all = patients.size();
    if (lost == 0) {
      return Answer.of(true, 1, "None of %,d patients was lost.", all);
    }
    List<LossComparison> tests = of(patients);
    if (tests.isEmpty()) {
      return Answer.notApplicable(
          "%,d of %,d patients were lost: too few, or too little is known of them, to compare them with the others.",
          lost, all);
    }
    double[] adjusted = Adjusted.holm(tests.stream().mapToDouble(LossComparison::p).toArray());
    int worst =
        IntStream.range(0, adjusted.length)
            .reduce((a, b) -> tests.get(a).p <= tests.get(b).p ? a : b)
            .orElseThrow();
    return Answer.of(
        adjusted[worst] >= least,
        adjusted[worst],
        "%,d of %,d patients were lost; they differ most from the analysed in %s (%s, p = %s, Holm's correction for %d comparisons).",
        lost,
        all,
        tests.get(worst).attribute,
        tests.get(worst).test,
        Answer.p(adjusted[worst]),
        tests.size());
  }

  private static LossComparison survival(Patients patients, Outcome outcome) {
    BitSet known = Patients.known(outcome.time());
    if (fewOf(patients, known)) {
      return none(outcome.name());
    }
    int[] rows = known.stream().toArray();
    int[] group = Arrays.stream(rows).map(i -> patients.analysed()[i] ? 0 : 1).toArray();
    FollowUp data = outcome.followUp(rows, new int[patients.size()]);
    return new LossComparison(outcome.name(), "log-rank test", LogRank.test(data, group, 2, 0).p());
  }

  private static LossComparison ranked(Patients patients, Attribute attribute) {
    BitSet known = Patients.known(attribute.values());
    if (fewOf(patients, known)) {
      return none(attribute.name());
    }
    Ranking ranking = Ranking.of(attribute.values(), new int[patients.size()], known);
    return new LossComparison(
        attribute.name(),
        "Mann-Whitney test",
        MannWhitney.test(ranking, Ranking.arm(patients.losses())).p());
  }

  private static LossComparison grouped(Patients patients, String name, List<String> words) {
    Patients.Groups groups = Patients.Groups.of(words, patients.all());
    if (fewOf(patients, groups.present()) || !groups.several()) {
      return none(name);
    }
    Ranking ranking = Ranking.of(patients.losses(), new int[patients.size()], groups.present());
    return new LossComparison(
        name, "chi-squared test", KruskalWallis.test(ranking, groups.of(), groups.count()).p());
  }

  private static boolean fewOf(Patients patients, BitSet known) {
    long lost = known.stream().filter(i -> !patients.analysed()[i]).count();
    return lost < FEWEST || known.cardinality() - lost < FEWEST;
  }

  private static LossComparison none(String attribute) {
    return new LossComparison(attribute, "", Double.NaN);
  }
}
