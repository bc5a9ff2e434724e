package io.cohortrun.workers.slide;

import static org.assertj.core.api.Assertions.assertThat;

import io.cohortrun.workers.slide.read.Readers;
import io.cohortrun.workers.slide.read.TestSlides;
import io.cohortrun.workflows.contract.Outcome;
import io.cohortrun.workflows.contract.SlideSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Real and broken slides end, at the survey, in an outcome of expected-outcomes.tsv. */
class ExpectedSurveysTest {

  private static final SlideSettings SETTINGS =
      new SlideSettings(
          "default", "published", "fp32", "tissue", 0.1, false, 0.05, new TreeMap<>());

  /** Fuzzed files are left to the decode child's tests: they may take a process with them. */
  static Stream<String[]> rows() throws IOException {
    return TestSlides.expected().stream()
        .filter(row -> !row[0].matches("broken/(pillow|imagetiff)-.*"))
        .filter(row -> Files.exists(TestSlides.of(row[0])));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("rows")
  void theOutcomeIsExpectedAndHasASentence(String path, String override, String outcomes)
      throws Exception {
    Path file = TestSlides.of(path);
    String found;
    try (SlideReader slide = new Readers().open(file)) {
      Double mpp = override.isEmpty() ? null : Double.valueOf(override);
      Survey survey = SlideSurvey.survey(slide, SETTINGS, 0.5, 512, mpp, null);
      assertThat(survey.grid().tiles()).isNotEmpty();
      found = Outcome.Succeeded.name();
    } catch (SlideFailure e) {
      assertThat(e.getMessage()).hasSizeGreaterThan(20);
      found = e.code().name();
    }
    List<String> expected = Arrays.asList(outcomes.split(",", -1));
    assertThat(expected).as(path).contains(found);
  }
}
