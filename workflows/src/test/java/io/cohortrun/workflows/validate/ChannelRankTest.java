package io.cohortrun.workflows.validate;

import static org.assertj.core.api.Assertions.assertThat;

import io.cohortrun.workflows.validate.Finding.Result;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ChannelRankTest {

  private final Cohorts cohort = new Cohorts(3);

  private Answer answer() {
    return ChannelRank.answer(cohort.patients(), Set.of("TRITC"), 4);
  }

  @Test
  void channelsThatAllFollowTheTissueSayOneThing() {
    double[] tissue = cohort.random.doubles(Cohorts.PATIENTS).toArray();
    for (int c = 0; c < 6; c++) {
      cohort.density("channel " + c, i -> tissue[i] + 0.1 * cohort.random.nextDouble());
    }
    assertThat(answer().result()).isEqualTo(Result.Failed);
    assertThat(answer().value()).isEqualTo(1);
    assertThat(answer().sentence()).contains("6 channels").contains("say one thing");
  }

  @Test
  void backgroundChannelsAddNothing() {
    for (int c = 0; c < 3; c++) {
      cohort.density("channel " + c, i -> cohort.random.nextDouble());
    }
    cohort.density("TRITC", i -> cohort.random.nextDouble());
    assertThat(answer().result()).isEqualTo(Result.NotApplicable);
    assertThat(answer().sentence()).contains("3 channels beside the background");
  }

  @Test
  void independentChannelsPass() {
    for (int c = 0; c < 6; c++) {
      cohort.density("channel " + c, i -> cohort.random.nextDouble());
    }
    assertThat(answer().result()).isEqualTo(Result.Passed);
    assertThat(answer().value()).isEqualTo(6);
  }

  @Test
  void densitiesThatAreTheSameInAllSayNothing() {
    for (int c = 0; c < 6; c++) {
      cohort.density("channel " + c, i -> 0.25);
    }
    assertThat(answer().result()).isEqualTo(Result.NotApplicable);
    cohort.density("DAPI", i -> i == 7 ? Double.NaN : i % 3);
    assertThat(answer().value()).isEqualTo(1); // patient 7 is left out, one channel varies
  }
}
