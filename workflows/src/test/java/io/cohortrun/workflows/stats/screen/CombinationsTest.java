package io.cohortrun.workflows.stats.screen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.cohortrun.workflows.stats.association.Least;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CombinationsTest {

  private static final int PATIENTS = 800;
  private static final List<String> CHANNELS = List.of("CD3", "CD8", "CK", "TRITC");

  /** CD3 and CD8 each show half of what msi raises; CK and TRITC are noise. */
  private final List<double[]> densities = new ArrayList<>();

  private final double[] msi = new double[PATIENTS];
  private final Population singles = population();
  private final List<Pair> pairs = pairs();

  private Population population() {
    var random = new Random(7);
    CHANNELS.forEach(c -> densities.add(new double[PATIENTS]));
    for (int i = 0; i < PATIENTS; i++) {
      msi[i] = random.nextInt(3) == 0 ? 1 : 0;
      for (int c = 0; c < densities.size(); c++) {
        densities.get(c)[i] = 0.1 + 0.02 * random.nextGaussian() + (c < 2 ? 0.02 * msi[i] : 0);
      }
    }
    List<Feature> features = new ArrayList<>();
    for (int c = 0; c < densities.size(); c++) {
      features.add(new Feature(CHANNELS.get(c), "density", densities.get(c)));
    }
    return of(features);
  }

  private Population of(List<Feature> features) {
    List<String> none = Collections.nCopies(PATIENTS, "");
    return new Population(
        none,
        none,
        none,
        features,
        List.of(new Attribute("msi", Attribute.Kind.BINARY, msi)),
        List.of(),
        List.of());
  }

  /** Channels that never meet: the density of either is the sum. */
  private List<Pair> pairs() {
    List<Pair> all = new ArrayList<>();
    for (int a = 0; a < CHANNELS.size(); a++) {
      for (int b = a + 1; b < CHANNELS.size(); b++) {
        double[] either = new double[PATIENTS];
        for (int i = 0; i < PATIENTS; i++) {
          either[i] = densities.get(a)[i] + densities.get(b)[i];
        }
        all.add(new Pair(CHANNELS.get(a), CHANNELS.get(b), either));
      }
    }
    return all;
  }

  private List<Association> associated() {
    Population tested = of(pairs.stream().map(Pair::feature).toList());
    List<Tested> tests = new ArrayList<>();
    Screen.of(tested, tested.strata().getFirst(), Least.USUAL, tests::add, skipped -> {});
    Associations families = new Associations(Association.LEVEL);
    tests.forEach(families::count);
    return families.corrected(tests).stream().filter(Association::significant).toList();
  }

  private Combinations.Gain gain(String pair) {
    return Combinations.of(singles, singles.strata(), pairs, associated()).stream()
        .filter(g -> g.pair().name().equals(pair))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void aPairWhosePartsEachShowSomethingBeatsThemAndTheBackground() {
    Combinations.Gain gain = gain("CD3|CD8");
    assertThat(gain.gain()).isBetween(0.04, 0.15); // two of three deviations against one
    assertThat(gain.q()).isLessThan(0.01);
    assertThat(gain.effectPair()).isGreaterThan(Math.max(gain.effectA(), gain.effectB()));
    assertThat(gain.againstBackground()).isGreaterThan(gain.gain());
  }

  @Test
  void noiseAddsNothingToAChannel() {
    Combinations.Gain gain = gain("CD3|CK");
    assertThat(gain.gain()).isNegative();
    Combinations.Gain background = gain("CD3|TRITC");
    assertThat(background.gain()).isNegative();
    assertThat(background.againstBackground()).isNaN();
  }

  @Test
  void aGainFollowsFromTheHalvesThatAreExported() {
    double[] a = densities.get(CHANNELS.indexOf("CD3"));
    double[] b = densities.get(CHANNELS.indexOf("CD8"));
    double[] both = new double[PATIENTS];
    Arrays.setAll(both, i -> a[i] + b[i]);
    double gain = 0;
    for (boolean judge : new boolean[] {true, false}) {
      double[] better = Math.abs(area(a, !judge) - 0.5) >= Math.abs(area(b, !judge) - 0.5) ? a : b;
      gain += (turned(both, judge) - turned(better, judge)) / 2;
    }
    assertThat(gain("CD3|CD8").gain()).isCloseTo(gain, within(1e-12));
  }

  /** Area in one half, in the direction that the other half says. */
  private double turned(double[] score, boolean half) {
    double area = area(score, half);
    return area(score, !half) < 0.5 ? 1 - area : area;
  }

  private double area(double[] score, boolean half) {
    boolean[] halves = Combinations.halves(PATIENTS);
    double above = 0;
    double pairs = 0;
    for (int i = 0; i < PATIENTS; i++) {
      for (int j = 0; j < PATIENTS; j++) {
        if (halves[i] == half && halves[j] == half && msi[i] == 1 && msi[j] == 0) {
          above += (1 + Math.signum(score[i] - score[j])) / 2;
          pairs++;
        }
      }
    }
    return above / pairs;
  }

  @Test
  void effectsAreCliffsDeltas() {
    double above = 0;
    double pairs = 0;
    double[] cd3 = densities.getFirst();
    for (int i = 0; i < PATIENTS; i++) {
      for (int j = 0; j < PATIENTS; j++) {
        if (msi[i] == 1 && msi[j] == 0) {
          above += Math.signum(cd3[i] - cd3[j]);
          pairs++;
        }
      }
    }
    assertThat(gain("CD3|CD8").effectA()).isCloseTo(above / pairs, within(1e-12));
  }

  @Test
  void onlyPairsThatAreAssociatedAreAsked() {
    assertThat(Combinations.of(singles, singles.strata(), pairs, List.of())).isEmpty();
    assertThat(associated()).extracting(a -> a.tested().channel()).doesNotContain("CK|TRITC");
  }
}
