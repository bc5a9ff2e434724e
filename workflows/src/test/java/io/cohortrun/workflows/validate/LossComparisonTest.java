package io.cohortrun.workflows.validate;

import static org.assertj.core.api.Assertions.assertThat;

import io.cohortrun.workflows.stats.screen.Attribute;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LossComparisonTest {

  private static final double LEAST = 0.05;

  private final Cohorts cohort = new Cohorts(1);

  private void lose(java.util.function.IntPredicate who) {
    IntStream.range(0, Cohorts.PATIENTS).filter(who).forEach(i -> cohort.analysed[i] = false);
  }

  @Test
  void nobodyLostIsWell() {
    Answer answer = LossComparison.answer(cohort.patients(), LEAST);
    assertThat(answer.result()).isEqualTo(Finding.Result.Passed);
    assertThat(answer.sentence()).isEqualTo("None of 300 patients was lost.");
  }

  @Test
  void threeLostAreTooFewToSay() {
    lose(i -> i < 3);
    Answer answer = LossComparison.answer(cohort.patients(), LEAST);
    assertThat(answer.result()).isEqualTo(Finding.Result.NotApplicable);
    assertThat(answer.sentence()).startsWith("3 of 300 patients were lost");
  }

  @Test
  void whoIsLostAtRandomIsLikeTheOthers() {
    cohort.attribute("age", Attribute.Kind.CONTINUOUS, i -> cohort.random.nextGaussian());
    cohort.survival(i -> 1 + cohort.random.nextInt(1000));
    lose(i -> cohort.random.nextInt(10) == 0);
    Answer answer = LossComparison.answer(cohort.patients(), LEAST);
    assertThat(answer.result()).isEqualTo(Finding.Result.Passed);
    assertThat(answer.sentence()).contains("for 4 comparisons"); // OS, age, type, site
  }

  @Test
  void aSiteWhoseSlidesFailIsNamed() {
    cohort.attribute("age", Attribute.Kind.CONTINUOUS, i -> cohort.random.nextGaussian());
    lose(i -> cohort.at(i, "B") && cohort.random.nextInt(3) == 0);
    Answer answer = LossComparison.answer(cohort.patients(), LEAST);
    assertThat(answer.result()).isEqualTo(Finding.Result.Failed);
    assertThat(answer.value()).isLessThan(1e-6);
    assertThat(answer.sentence()).contains("in site (chi-squared test, p = ");
  }

  @Test
  void losingThoseWhoDieSoonIsFoundInTheOutcome() {
    cohort.survival(i -> 1 + i);
    lose(i -> i < 40 && i % 2 == 0);
    Answer answer = LossComparison.answer(cohort.patients(), LEAST);
    assertThat(answer.result()).isEqualTo(Finding.Result.Failed);
    assertThat(answer.sentence()).contains("in OS (log-rank test");
  }

  @Test
  void deathsThatAllFallOnOneDayAreNoComparison() {
    cohort.survival(i -> 10);
    lose(i -> i % 20 == 0);
    assertThat(LossComparison.of(cohort.patients()))
        .extracting(LossComparison::attribute)
        .containsExactly("type", "site");
  }

  @Test
  void losingHighStagesIsFoundInTheStage() {
    cohort.attribute("stage", Attribute.Kind.ORDINAL, i -> i % 4);
    lose(i -> i % 4 == 3 && i % 3 == 0);
    assertThat(LossComparison.answer(cohort.patients(), LEAST).sentence())
        .contains("in stage (Mann-Whitney test");
  }
}
