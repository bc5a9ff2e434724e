package io.cohortrun.workflows.validate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.cohortrun.workflows.validate.Finding.Result;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SiteEffectTest {

  private static final double MOST = 0.14;

  private final Cohorts cohort = new Cohorts(2);

  @Test
  void likeSitesDoNotDrift() {
    for (int c = 0; c < 20; c++) {
      cohort.density("channel " + c, i -> cohort.random.nextDouble());
    }
    Answer answer = SiteEffect.answer(cohort.patients(), MOST);
    assertThat(answer.result()).isEqualTo(Result.Passed);
    assertThat(answer.value()).isLessThan(0.05);
  }

  @Test
  void aTypeIsNoSite() {
    cohort.density(
        "CD8", i -> cohort.random.nextDouble() + (cohort.type.get(i).equals("lung") ? 5 : 0));
    assertThat(SiteEffect.answer(cohort.patients(), MOST).result()).isEqualTo(Result.Passed);
  }

  @Test
  void aSiteThatStainsDarkerIsNamedWithItsShare() {
    cohort.density("CD3", i -> cohort.random.nextDouble());
    cohort.density("CD8", i -> cohort.random.nextDouble() + (cohort.at(i, "B") ? 5 : 0));
    Answer answer = SiteEffect.answer(cohort.patients(), MOST);
    assertThat(answer.result()).isEqualTo(Result.Failed);
    // a third of the ranks above all others explains 2/3 of their variance
    assertThat(answer.value()).isCloseTo(2.0 / 3, within(0.03));
    assertThat(answer.sentence()).contains("density of CD8, their site explains");
  }

  @Test
  void scannersAreAsked() {
    List<String> scanner =
        IntStream.range(0, Cohorts.PATIENTS).mapToObj(i -> i % 5 < 2 ? "old" : "new").toList();
    cohort.density("CD8", i -> cohort.random.nextDouble() + (i % 5 < 2 ? 5 : 0));
    assertThat(SiteEffect.answer(cohort.patients(scanner), MOST).sentence())
        .contains("their scanner explains");
  }

  @Test
  void oneSiteSaysNothing() {
    cohort.density("CD8", i -> cohort.random.nextDouble());
    Patients patients =
        new Patients(
            cohort.analysed,
            cohort.type,
            Collections.nCopies(Cohorts.PATIENTS, "A"),
            Collections.nCopies(Cohorts.PATIENTS, ""),
            cohort.densities,
            List.of(),
            List.of());
    assertThat(SiteEffect.answer(patients, MOST).result()).isEqualTo(Result.NotApplicable);
  }
}
