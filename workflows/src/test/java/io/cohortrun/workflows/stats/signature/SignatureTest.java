package io.cohortrun.workflows.stats.signature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.cohortrun.workflows.stats.survival.Concordance;
import io.cohortrun.workflows.stats.survival.FollowUp;
import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SignatureTest {

  private static final Splits SPLITS = new Splits(5, 5);

  /** Three types of different levels and hazards, twelve sites, six covariates. */
  private static SignatureData cohort(int n, double effect, long seed) {
    var random = new Random(seed);
    double[][] x = new double[n][6];
    double[] time = new double[n];
    boolean[] event = new boolean[n];
    int[] type = new int[n];
    int[] site = new int[n];
    for (int i = 0; i < n; i++) {
      type[i] = random.nextInt(3);
      site[i] = random.nextInt(12);
      double level = random.nextGaussian();
      for (int j = 0; j < 6; j++) {
        x[i][j] = 5 * type[i] + random.nextGaussian() + 0.5 * level;
      }
      double risk = effect * (x[i][0] + x[i][1] - x[i][2] - 5 * type[i]);
      double died = -Math.log(random.nextDouble()) * 500 * Math.exp(-risk - type[i]);
      double left = 1500 * random.nextDouble();
      event[i] = died < left;
      time[i] = Math.ceil(Math.min(died, left));
    }
    return new SignatureData(FollowUp.of(time, event).stratified(type), x, site);
  }

  @Test
  void aPlantedSignatureIsFoundAndBeatsItsBestPart() throws Exception {
    SignatureData data = cohort(260, 0.7, 1);
    CrossFit whole = CrossFit.of(data, Folds.draw(data.site(), SPLITS, 1));
    assertThat(whole.concordance().value()).isBetween(0.65, 0.85);
    assertThat(whole.separation().p()).isLessThan(1e-8);
    CrossFit part = CrossFit.of(data.columns(0), Folds.draw(data.site(), SPLITS, 1));
    var gain = SignatureGain.of(data.followUp(), whole.risk(), part.risk(), 200, 1);
    assertThat(gain.lower()).isPositive();
    assertThat(gain.p()).isLessThan(0.05);
    SignatureNull chance = chance(data, whole);
    assertThat(chance.asHigh()).isZero();
    assertThat(chance.draws()).isBetween(100, 112); // (1 - .05)^n < .005 decides
    assertThat(chance.upper()).isLessThan(0.05);
  }

  @Test
  void aSignatureOfNothingDoesNoBetterThanPermutedOutcomesAndStopsEarly() throws Exception {
    SignatureData data = cohort(160, 0, 2);
    CrossFit nothing = CrossFit.of(data, Folds.draw(data.site(), SPLITS, 1));
    assertThat(nothing.concordance().value()).isCloseTo(0.5, within(0.1));
    SignatureNull chance = chance(data, nothing);
    assertThat(chance.lower()).isGreaterThan(0.05);
    assertThat(chance.draws()).isLessThan(300);
    assertThat(Arrays.stream(chance.concordance()).average().orElseThrow())
        .isCloseTo(0.5, within(0.05));
  }

  private static SignatureNull chance(SignatureData data, CrossFit observed) throws IOException {
    return SignatureNull.of(
        1000, observed.concordance().value(), SignatureNull.permuting(data, SPLITS, 1));
  }

  @Test
  void everyPermutationIsASignatureOfItsOwnWhateverItsNumber() throws Exception {
    SignatureData data = cohort(120, 0.3, 6);
    SignatureNull.Block block = SignatureNull.permuting(data, SPLITS, 1);
    double[] made = block.concordance(0, 20);
    assertThat(Arrays.stream(made).distinct()).as("but for a tie").hasSizeGreaterThan(16);
    assertThat(block.concordance(16, 20)).isEqualTo(Arrays.copyOfRange(made, 16, 20));
    SignatureData alone = // each at a site of their own: nobody is exchanged
        new SignatureData(data.followUp(), data.x(), IntStream.range(0, 120).toArray());
    assertThat(SignatureNull.permuting(alone, SPLITS, 1).concordance(11, 12))
        .as("the twelfth: what its folds give from the start")
        .containsExactly(
            CrossFit.of(alone, Folds.draw(alone.site(), SPLITS, 12)).concordance().value());
  }

  @Test
  void aFoldThatNoModelCanJudgeIsSeenBeforeItsPatientsCountAsAverage() {
    SignatureData data = cohort(120, 0.7, 4);
    FollowUp all = data.followUp();
    int[] site = IntStream.range(0, 120).map(i -> i % 2).toArray();
    boolean[] oneSided = new boolean[120];
    for (int i = 0; i < 120; i++) {
      oneSided[i] = all.event()[i] && site[i] == 0;
    }
    SignatureData two = new SignatureData(all, data.x(), site);
    SignatureData lopsided =
        new SignatureData(
            FollowUp.of(all.time(), oneSided).stratified(data.type()), data.x(), site);
    assertThat(CrossFit.isPossible(two, Folds.draw(site, SPLITS, 1))).isTrue();
    assertThat(CrossFit.isPossible(lopsided, Folds.draw(site, SPLITS, 1))).isFalse();
  }

  @Test
  void theSameSeedGivesTheSameNumbers() {
    SignatureData data = cohort(200, 0.3, 3);
    double[] risk = CrossFit.of(data, Folds.draw(data.site(), SPLITS, 5)).risk();
    assertThat(CrossFit.of(data, Folds.draw(data.site(), SPLITS, 5)).risk()).isEqualTo(risk);
    assertThat(CrossFit.of(data, Folds.draw(data.site(), SPLITS, 6)).risk()).isNotEqualTo(risk);
  }

  @Test
  void aSiteIsNeverOnBothSidesOfASplitHoweverFewSitesThereAre() {
    for (int sites = 2; sites <= 9; sites++) {
      int[] site = new Random(4).ints(300, 0, sites).toArray();
      Folds folds = Folds.draw(site, SPLITS, 1);
      assertThat(folds.sitesWhole()).isTrue();
      assertThat(folds.count()).isEqualTo(Math.min(5, sites));
      for (int[] fold : folds.of()) {
        assertThat(Arrays.stream(fold).distinct().count()).isEqualTo(folds.count());
        for (int s = 0; s < sites; s++) {
          int one = s;
          assertThat(
                  IntStream.range(0, 300).filter(i -> site[i] == one).map(i -> fold[i]).distinct())
              .hasSize(1);
        }
      }
    }
  }

  @Test
  void subjectsOfASingleSiteAreDrawnOneByOneAndThatIsSaid() {
    Folds folds = Folds.draw(new int[50], SPLITS, 1);
    assertThat(folds.sitesWhole()).isFalse();
    assertThat(folds.of()).hasDimensions(5, 50);
    assertThat(Arrays.stream(folds.of()[4]).boxed().collect(Collectors.groupingBy(f -> f)).values())
        .hasSize(5)
        .allSatisfy(of -> assertThat(of).hasSize(10));
  }

  @Test
  void ofTwoSitesEachIsJudgedByTheOtherAloneWithAPenaltyThatWasChosen() {
    SignatureData all = cohort(260, 0.7, 1);
    int[] two = Arrays.stream(all.site()).map(site -> site % 2).toArray();
    SignatureData data = new SignatureData(all.followUp(), all.x(), two);
    Folds folds = Folds.draw(two, SPLITS, 1);
    double[] risk = CrossFit.of(data, folds).risk();
    double[] time = all.followUp().time().clone();
    for (int i = 0; i < 260; i++) {
      time[i] = two[i] == 0 ? 1600 - time[i] : time[i]; // nonsense of site 0
    }
    SignatureData turned =
        new SignatureData(
            FollowUp.of(time, all.followUp().event()).stratified(all.type()), all.x(), two);
    double[] again = CrossFit.of(turned, folds).risk();
    for (int i = 0; i < 260; i++) {
      if (two[i] == 0) {
        assertThat(again[i]).as("judged by site 1").isEqualTo(risk[i]);
      }
    }
    assertThat(again).isNotEqualTo(risk);
    int[] train = IntStream.range(0, 260).filter(i -> two[i] == 1).toArray();
    SignatureData learnt = data.only(train);
    assertThat(SignatureModel.fit(learnt, Folds.inner(new int[train.length])).ridge())
        .as("not the strongest by default")
        .isLessThan(3.0 * learnt.followUp().events());
  }

  @Test
  void aFrozenSignatureOrdersAnotherCohort() {
    SignatureData data = cohort(600, 0.5, 6);
    SignatureModel frozen = SignatureModel.fit(data, Folds.draw(data.site(), SPLITS, 1).of()[0]);
    SignatureData other = cohort(600, 0.5, 7);
    double[] risk = frozen.risk(other.x(), other.type());
    var concordance = Concordance.of(other.followUp(), risk);
    assertThat(concordance.value()).isGreaterThan(0.64);
    assertThat(frozen.coefficients()[0]).isPositive();
    assertThat(frozen.coefficients()[2]).isNegative();
    assertThat(Math.abs(frozen.coefficients()[4])).isLessThan(0.15);
  }

  @Test
  void typesDifferInLevelWithoutThatBeingRisk() {
    SignatureData data = cohort(300, 0.5, 8);
    double[][] z = Standard.of(data.x(), data.type()).apply(data.x(), data.type());
    for (int t = 0; t < 3; t++) {
      int one = t;
      double mean =
          IntStream.range(0, 300)
              .filter(i -> data.type()[i] == one)
              .mapToDouble(i -> z[i][0])
              .average()
              .orElseThrow();
      assertThat(mean).isCloseTo(0, within(1e-12));
    }
    assertThat(SignatureData.logOdds(0, 100))
        .isCloseTo(-SignatureData.logOdds(100, 100), within(1e-12));
  }
}
