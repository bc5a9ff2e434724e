package io.cohortrun.workers.population;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.cohortrun.workers.analyse.Quantity;
import io.cohortrun.workers.canonical.Json;
import io.cohortrun.workers.table.BadTable;
import io.cohortrun.workflows.contract.Budgets;
import io.cohortrun.workflows.contract.CohortInput;
import io.cohortrun.workflows.contract.OutputSettings;
import io.cohortrun.workflows.contract.Pacing;
import io.cohortrun.workflows.contract.RunRef;
import io.cohortrun.workflows.contract.SlideSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SignatureTransferTest {

  /** Log-odds of CD8 weigh 2 a deviation; lung has mean 0 and deviation 1, others 1 and 2. */
  private static final String SIGNATURE =
      """
      {"endpoint":"OS","lambda":1.5,"notFitted":null,"model":{"channels":["CD8"],"coefficients":[2.0],
       "types":{"lung":{"mean":[0.0],"sd":[1.0],"median":0.5}},"otherTypes":{"mean":[1.0],"sd":[2.0],"median":-1.0}}}
      """;

  /**
   * 149 or 50 of 199 pixels are positive: log-odds of 1.085 and -1.085. Five of lung, one of them
   * without follow-up; two of skin, which the model has not seen.
   */
  private static final String PATIENTS =
      """
      patient,type,valid_pixels,CD8_density,OS_time,OS_event
      a,lung,199,0.7487437185929648,1,1
      b,lung,199,0.2512562814070352,8,0
      c,lung,199,0.2512562814070352,2,1
      d,lung,199,0.7487437185929648,3,1
      e,skin,199,0.7487437185929648,2,1
      f,skin,199,0.2512562814070352,5,1
      g,lung,199,0.2512562814070352,,
      """;

  @TempDir Path folder;

  @BeforeEach
  void runs() throws Exception {
    run("a", "bundle", settings("bundle", 0.1));
    run("b", "bundle", settings("bundle", 0.1));
    Files.writeString(folder.resolve("a/analysis/signature.json"), SIGNATURE);
    Files.writeString(folder.resolve("b/analysis/patients.csv"), PATIENTS);
  }

  private SignatureTransfer transfer() throws Exception {
    return SignatureTransfer.of(folder.resolve("a"), folder.resolve("b"));
  }

  private Map<String, Double> applied() throws Exception {
    SignatureTransfer of = transfer();
    assertThat(of.endpoint()).isEqualTo("OS");
    Map<String, Double> found = new HashMap<>();
    for (Quantity q : of.quantities()) {
      found.put(q.quantity() + (q.term().isEmpty() ? "" : " " + q.term()), q.value());
    }
    return found;
  }

  @Test
  void aFrozenSignatureJudgesPatientsByItsOwnMeansAndItsOwnCut() throws Exception {
    Map<String, Double> found = applied();
    assertThat(found)
        .containsEntry("n", 6.0)
        .containsEntry("n left out", 1.0)
        .containsEntry("n other types", 2.0)
        .containsEntry("events", 5.0)
        // lung: risks 2.17 of a and d, -2.17 of b and c, cut at 0.5; skin: 0.09 and -2.09, cut at
        // -1
        .containsEntry("n high", 3.0)
        .containsEntry("events high", 3.0)
        .containsEntry("events low", 2.0);
    // Lung: a-b, a-c and d-b agree, a-d and c-b tie, c-d does not; skin: e-f agrees.
    assertThat(found.get("concordance")).isCloseTo((4 + 2 * 0.5) / 7, within(1e-12));
    assertThat(found.get("concordance_lower")).isBetween(0.0, found.get("concordance"));
    assertThat(found.get("concordance_upper")).isEqualTo(1.0);
    // High of those at risk: 2 of 4 (a dies), 1 of 3 (c, low), 1 of 2 (d); skin 1 of 2 (e), 0 of 1.
    double expected = 2 / 4.0 + 1 / 3.0 + 1 / 2.0 + 1 / 2.0;
    double variance = 1 / 4.0 + 2 / 9.0 + 1 / 4.0 + 1 / 4.0;
    assertThat(found.get("logrank_chisq"))
        .isCloseTo(Math.pow(3 - expected, 2) / variance, within(1e-12));
    assertThat(found.get("logrank_df")).isEqualTo(1.0);
  }

  @Test
  void choicesThatDifferAreToldWithBothNamesAndNothingIsRefused() throws Exception {
    assertThat(transfer().choices()).as("records of earlier releases name none").isEmpty();
    assertThat(applied()).containsKey("concordance").doesNotContainKey("choices_differ");

    record("a", NamedChoices.ALL);
    record("b", NamedChoices.ALL);
    assertThat(applied()).containsEntry("choices_differ", 0.0);

    SortedMap<String, String> others = new TreeMap<>(NamedChoices.ALL);
    others.put("signature", "lasso-cox");
    record("b", others);
    assertThat(applied()).containsEntry("choices_differ", 1.0).containsEntry("n", 6.0);
    assertThat(transfer().choices().orElseThrow())
        .containsExactly(new ChoiceDifference("signature", "cross-fitted-ridge-cox", "lasso-cox"));
  }

  @Test
  void runsWhoseDensitiesDoNotMeanTheSameAreRefusedWithACode() throws Exception {
    run("b", "another", settings("bundle", 0.1));
    refused(SignatureTransfer.Refused.Code.BundleDiffers, "the bundles differ");
    run("b", "bundle", settings("paper-literal", 0.1));
    refused(SignatureTransfer.Refused.Code.MppDiffers, "bundle and paper-literal");
    run("b", "bundle", settings("bundle", 0.2));
    refused(SignatureTransfer.Refused.Code.ProfileDiffers, "minTissueFraction is 0.1 here and 0.2");
  }

  @Test
  void whatIsMissingIsNamedWithItsPlace() throws Exception {
    Path signature = folder.resolve("a/analysis/signature.json");
    Files.writeString(signature, SIGNATURE.replace("otherTypes", "older"));
    refused(SignatureTransfer.Refused.Code.OldSignature, "signature.json: model: there is no mean");
    Files.writeString(signature, "{\"notFitted\":\"there are no events\"}");
    refused(SignatureTransfer.Refused.Code.NoSignature, "there are no events");
    Files.delete(signature);
    refused(SignatureTransfer.Refused.Code.NoSignature, "spec.analyses.signature");
    Files.writeString(signature, SIGNATURE.replace("\"OS\"", "\"PFS\""));
    assertThatThrownBy(this::applied)
        .isInstanceOf(BadTable.class)
        .hasMessageStartingWith("there is no column PFS_time; the table has patient, type");
    Files.writeString(folder.resolve("b/run.json"), "{");
    refused(SignatureTransfer.Refused.Code.NoRun, "b/run.json is damaged: ");
    Files.delete(folder.resolve("b/run.json"));
    refused(SignatureTransfer.Refused.Code.NoRun, "holds no complete run");
  }

  private void refused(SignatureTransfer.Refused.Code code, String says) {
    assertThatThrownBy(this::applied)
        .isInstanceOf(SignatureTransfer.Refused.class)
        .hasMessageContaining(says)
        .extracting(e -> ((SignatureTransfer.Refused) e).code())
        .isEqualTo(code);
  }

  private static SlideSettings settings(String resolution, double minTissue) {
    return new SlideSettings(
        resolution,
        "default",
        "published",
        "fp32",
        "tissue",
        minTissue,
        false,
        0.05,
        new TreeMap<>());
  }

  /** What a run writes last. */
  private void record(String run, SortedMap<String, String> choices) throws Exception {
    Files.write(
        folder.resolve(run + "/run.json"),
        Json.MAPPER.writeValueAsBytes(Map.of("choices", choices)));
  }

  private void run(String name, String bundle, SlideSettings settings) throws Exception {
    Path run = folder.resolve(name);
    Files.createDirectories(run.resolve("analysis"));
    Files.writeString(run.resolve("run.json"), "{}");
    Duration minute = Duration.ofMinutes(1);
    CohortInput input =
        new CohortInput(
            CohortInput.VERSION,
            new RunRef(name, 1, folder.toString()),
            name,
            "file:///manifest.csv",
            "demo",
            bundle,
            "",
            CohortInput.Mode.Run,
            settings,
            new OutputSettings("Summary", List.of(), 0),
            new Budgets(3, 2, 2, 0.1),
            new Pacing("cpu", "gpu", 1, 1, minute, minute, minute, 10),
            List.of());
    Files.write(run.resolve("input.json"), Json.MAPPER.writeValueAsBytes(input));
  }
}
