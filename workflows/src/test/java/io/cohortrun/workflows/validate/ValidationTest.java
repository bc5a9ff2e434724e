package io.cohortrun.workflows.validate;

import static org.assertj.core.api.Assertions.assertThat;

import io.cohortrun.workflows.contract.AnalysisSettings;
import io.cohortrun.workflows.validate.Finding.Action;
import io.cohortrun.workflows.validate.Finding.Result;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every check at its threshold, below it, and where it says nothing. */
class ValidationTest {

  private static final Set<String> BACKGROUND = Set.of("TRITC");

  @ParameterizedTest(name = "{0} {1}: {2}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # check          | evidence                  | result        | value | the sentence has
          LedgerComplete   | 10 of 10                  | Passed        | 1.0   | All 10 slides
          LedgerComplete   | 9 of 10                   | Failed        | 0.9   | Of 10 slides of the manifest 9
          GoldenPairs      | none                      | NotApplicable |       | No slide has a result
          GoldenPairs      | 0.03                      | Passed        | 0.03  | 3.0 % of what its bundle tolerates
          GoldenPairs      | 0.03 and 1.2              | Failed        | 1.2   | 120 %
          GoldenPairs      | 0.03 and nothing          | Failed        |       | Nothing is recorded of the golden pair on device 1
          PermutedOutcomes | none                      | NotApplicable |       | No associations were asked for
          PermutedOutcomes | 0 tests                   | NotApplicable |       | No test has patients enough
          PermutedOutcomes | 1000 tests, 50 below .05  | Passed        | 0.05  | 50 (5.0 %) have p < 0.05, where up to 73 are chance
          PermutedOutcomes | 1000 tests, 73 below .05  | Passed        | 0.073 | 73 (7.3 %)
          PermutedOutcomes | 1000 tests, 74 below .05  | Failed        | 0.074 | 74 (7.4 %)
          PermutedOutcomes | 1000 tests, 3 below 1e-6  | Failed        | 0.003 | smallest q is 3.3e-05
          Specificity      | none                      | NotApplicable |       | No associations were asked for
          Specificity      | no claims                 | NotApplicable |       | nothing is claimed
          Specificity      | 4 claims, 0 known         | NotApplicable |       | it is known
          Specificity      | 4 claims, 2 specific      | Passed        | 0.5   | 2 (50 %) are left
          Specificity      | 4 claims, 1 specific      | Failed        | 0.25  | background channels alone (TRITC) have 1
          Concordance      | none                      | NotApplicable |       | No other run
          Concordance      | refused                   | NotApplicable |       | other bundles
          Concordance      | three subtypes            | NotApplicable |       | share 3 subtypes
          Concordance      | rho 0.7                   | Passed        | 0.7   | 0.70 over subtypes
          Concordance      | rho 0.69                  | Failed        | 0.69  | 0.69 over subtypes
          Concordance      | centred -0.1              | Failed        | 0.9   | of -0.10, which
          Concordance      | centred unknown           | Failed        | 0.9   | of an unknown value
          Concordance      | relabelled p 0.05         | Failed        | 0.9   | p = 0.050
          Quality          | none                      | NotApplicable |       | No paired mIF
          Quality          | nothing known             | NotApplicable |       | nothing could be compared
          Quality          | 1 of 2 better             | Passed        | 0.5   | better than 'base-rate', which it beats least of 1 baseline, in 1 of 2
          Quality          | 0 of 2 better             | Failed        | 0.0   | 0 of 2 comparisons
          Quality          | beats all but dapi        | Failed        | 0.0   | better than 'dapi', which it beats least of 3 baselines, in 0 of 2
          Quality          | DAPI beside its copy      | Passed        | 1.0   | better than 'dapi', which it beats least of 1 baseline, in 1 of 1
          """)
  void whatIsFound(Check check, String word, Result result, Double value, String sentence) {
    Answer answer = check.answer(evidence(word), check.threshold());
    assertThat(answer.result()).isEqualTo(result);
    assertThat(answer.value()).isEqualTo(value);
    assertThat(answer.sentence()).contains(sentence).endsWith(".");
  }

  @Test
  void aThresholdOfTheSpecTakesTheDefaultsPlace() {
    Validation lenient = validation(new AnalysisSettings.Check("LedgerComplete", 0.9, null));
    assertThat(lenient.passed()).isTrue();
    assertThat(lenient.checks().getFirst().threshold()).isEqualTo(0.9);
    assertThat(validation().passed()).isFalse();
  }

  @Test
  void onlyAFailedCheckWhoseActionIsStopStops() {
    assertThat(validation().stops()).isFalse();
    assertThat(validation(new AnalysisSettings.Check("LedgerComplete", null, "Stop")).stops())
        .isTrue();
    assertThat(validation(new AnalysisSettings.Check("GoldenPairs", null, "Stop")).stops())
        .isFalse();
    Validation all = Validation.of(evidence("9 of 10"), settings("Stop"));
    assertThat(all.stops()).isTrue();
    assertThat(all.failed()).extracting(Finding::action).containsOnly(Action.Stop);
  }

  @Test
  void theShortFormCountsWhatPassedAndNamesWhatFailed() {
    assertThat(validation().result().failed()).containsExactly("LedgerComplete");
    assertThat(validation().result().passed()).isEqualTo(1); // nobody was lost
    assertThat(validation().checks()).extracting(Finding::name).containsExactly(Check.values());
  }

  private static Validation validation(AnalysisSettings.Check... checks) {
    return Validation.of(evidence("9 of 10"), settings("Mark", checks));
  }

  private static AnalysisSettings.Validation settings(
      String onFailure, AnalysisSettings.Check... checks) {
    return new AnalysisSettings.Validation(onFailure, List.of(checks));
  }

  private static Evidence evidence(String word) {
    return new Evidence(
        new Ledger(10, word.equals("9 of 10") ? 9 : 10),
        Cohorts.nobody(),
        BACKGROUND,
        switch (word) {
          case "0.03" -> List.of(new GoldenPair("device 0", 0.03));
          case "0.03 and 1.2" ->
              List.of(new GoldenPair("device 0", 0.03), new GoldenPair("device 1", 1.2));
          case "0.03 and nothing" ->
              List.of(new GoldenPair("device 0", 0.03), new GoldenPair("device 1", Double.NaN));
          default -> List.of();
        },
        switch (word) {
          case "0 tests" -> Optional.of(List.of());
          case "1000 tests, 50 below .05" -> Optional.of(tests(50, 0.01));
          case "1000 tests, 73 below .05" -> Optional.of(tests(73, 0.01));
          case "1000 tests, 74 below .05" -> Optional.of(tests(74, 0.01));
          case "1000 tests, 3 below 1e-6" -> Optional.of(tests(3, 1e-7));
          default -> Optional.empty();
        },
        switch (word) {
          case "no claims" -> Optional.of(List.of());
          case "4 claims, 0 known" ->
              Optional.of(Collections.nCopies(4, new Claim("CD8", Optional.empty())));
          case "4 claims, 2 specific" -> Optional.of(claims(2));
          case "4 claims, 1 specific" -> Optional.of(claims(1));
          default -> Optional.empty();
        },
        switch (word) {
          case "refused" ->
              Optional.of(new Agreement(0, Double.NaN, Double.NaN, Double.NaN, "other bundles"));
          case "three subtypes" -> Optional.of(new Agreement(3, 0.9, 0.9, 0.17, ""));
          case "rho 0.7" -> Optional.of(new Agreement(9, 0.7, 0.3, 0.001, ""));
          case "rho 0.69" -> Optional.of(new Agreement(9, 0.69, 0.3, 0.001, ""));
          case "centred -0.1" -> Optional.of(new Agreement(9, 0.9, -0.1, 0.001, ""));
          case "centred unknown" -> Optional.of(new Agreement(9, 0.9, Double.NaN, 0.001, ""));
          case "relabelled p 0.05" -> Optional.of(new Agreement(9, 0.9, 0.1, 0.05, ""));
          default -> Optional.empty();
        },
        switch (word) {
          case "nothing known" -> Optional.of(comparisons("base-rate", Double.NaN));
          case "1 of 2 better" -> Optional.of(comparisons("base-rate", 0.1, -0.1, Double.NaN));
          case "0 of 2 better" -> Optional.of(comparisons("base-rate", 0, -0.1));
          case "beats all but dapi" ->
              Optional.of(
                  Stream.of(
                          comparisons("tissue", 0.1, 0.2),
                          comparisons("dapi", -0.1, -0.2),
                          comparisons("shuffled", 0.1, 0.2))
                      .flatMap(List::stream)
                      .toList());
          case "DAPI beside its copy" ->
              Optional.of(
                  List.of(new Comparison("DAPI", "dapi", 0), new Comparison("CD8", "dapi", 0.1)));
          default -> Optional.empty();
        });
  }

  private static List<PermutedResult> tests(int below, double p) {
    return IntStream.range(0, 1000)
        .mapToObj(i -> new PermutedResult(i < below ? p : 0.5, 0.5))
        .toList();
  }

  private static List<Claim> claims(int specific) {
    return Stream.concat(
            Stream.of(new Claim("TRITC", Optional.of(true))),
            IntStream.range(0, 4).mapToObj(i -> new Claim("CD8", Optional.of(i < specific))))
        .toList();
  }

  private static List<Comparison> comparisons(String baseline, double... differences) {
    return Stream.of(differences)
        .flatMapToDouble(Arrays::stream)
        .mapToObj(d -> new Comparison("CD8", baseline, d))
        .toList();
  }
}
