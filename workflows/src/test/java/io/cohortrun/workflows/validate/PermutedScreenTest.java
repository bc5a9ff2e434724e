package io.cohortrun.workflows.validate;

import static org.assertj.core.api.Assertions.assertThat;

import io.cohortrun.workflows.stats.association.Least;
import io.cohortrun.workflows.stats.screen.Attribute;
import io.cohortrun.workflows.stats.screen.Population;
import io.cohortrun.workflows.validate.Finding.Result;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The gate of the machinery, on a cohort whose sites differ in densities and in outcomes. */
class PermutedScreenTest {

  private static final double RATE = 0.05;
  private static final int TESTS = 400;

  private static Population confounded() {
    Cohorts cohort = new Cohorts(4);
    for (int c = 0; c < 5; c++) {
      cohort.density(
          "channel " + c, i -> cohort.random.nextDouble() + (cohort.at(i, "B") ? 0.5 : 0));
    }
    cohort.attribute(
        "KRAS",
        Attribute.Kind.BINARY,
        i -> cohort.random.nextDouble() < (cohort.at(i, "B") ? 0.7 : 0.3) ? 1 : 0);
    cohort.attribute(
        "TMB",
        Attribute.Kind.CONTINUOUS,
        i -> cohort.random.nextGaussian() + (cohort.at(i, "B") ? 1 : 0));
    cohort.survival(i -> 1 + (cohort.at(i, "B") ? 300 : 1000) * cohort.random.nextDouble());
    return cohort.population();
  }

  private static List<PermutedResult> tests(long seed) {
    Population population = confounded();
    return new PermutedScreen(population, population.strata(), Least.USUAL).tests(TESTS, seed);
  }

  @Test
  void testsWithinTypeAndSitePass() {
    List<PermutedResult> tests = tests(1);
    assertThat(tests).hasSize(TESTS);
    Answer answer = PermutedResult.answer(Optional.of(tests), RATE);
    assertThat(answer.result()).as(answer.sentence()).isEqualTo(Result.Passed);
    assertThat(answer.value()).isBetween(0.015, 0.1);
  }

  @Test
  void testsThatKnowOfNoSiteFail() {
    List<PermutedResult> naive =
        tests(1).stream().map(t -> new PermutedResult(t.crude(), t.crude())).toList();
    Answer answer = PermutedResult.answer(Optional.of(naive), RATE);
    assertThat(answer.result()).isEqualTo(Result.Failed);
    assertThat(answer.value()).as(answer.sentence()).isGreaterThan(0.5);
  }

  @Test
  void aRealAssociationDoesNotOutliveThePermutation() {
    Cohorts cohort = new Cohorts(5);
    double[] truth = cohort.random.doubles(Cohorts.PATIENTS).toArray();
    cohort.density("CD8", i -> truth[i]).attribute("MSI", Attribute.Kind.CONTINUOUS, i -> truth[i]);
    Population population = cohort.population();
    List<PermutedResult> tests =
        new PermutedScreen(population, population.strata(), Least.USUAL).tests(TESTS, 2);
    assertThat(PermutedResult.answer(Optional.of(tests), RATE).result()).isEqualTo(Result.Passed);
  }

  @Test
  void theSeedDecidesAndNothingElse() {
    assertThat(tests(3)).isEqualTo(tests(3)).isNotEqualTo(tests(4));
  }

  @Test
  void whereNoTestHasPatientsEnoughThereIsNone() {
    Cohorts cohort = new Cohorts(6);
    cohort.density("CD8", i -> i).attribute("rare", Attribute.Kind.BINARY, i -> i < 9 ? 1 : 0);
    Population population = cohort.population();
    assertThat(new PermutedScreen(population, population.strata(), Least.USUAL).tests(10, 1))
        .isEmpty();
    assertThat(new PermutedScreen(population, List.of(), Least.USUAL).tests(10, 1)).isEmpty();
    Population nobody = population.only(new int[0]);
    assertThat(new PermutedScreen(nobody, nobody.strata(), Least.USUAL).tests(10, 1)).isEmpty();
  }
}
