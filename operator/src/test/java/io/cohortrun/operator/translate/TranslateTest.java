package io.cohortrun.operator.translate;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.cohortrun.crds.v1alpha1.CohortRun;
import io.cohortrun.crds.v1alpha1.FailureCode;
import io.cohortrun.crds.v1alpha1.RetryOnlySpec;
import io.cohortrun.crds.v1alpha1.SignOffSpec;
import io.cohortrun.workflows.contract.AnalysisSettings;
import io.cohortrun.workflows.contract.ClinicalSettings;
import io.cohortrun.workflows.contract.CohortInput;
import io.cohortrun.workflows.contract.Outcome;
import io.cohortrun.workflows.contract.RunRef;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TranslateTest {

  private static final String RUN =
      """
      {"metadata": {"name": "gi"},
       "spec": {
         "manifest": {"uri": "s3://b/manifest.csv"},
         "model": {"bundle": "s3://b/flash", "precision": "bf16", "tiling": "blended"},
         "slides": {"resolution": "paper-literal", "maskProfile": "gigatime", "validPixels": "tile",
                    "minTissueFraction": 0.2, "allowUpsample": true, "badTileBudget": 0.01,
                    "thresholds": {"CD8": 0.3, "CD3": 0.4}},
         "output": {"uri": "s3://b/out", "profile": "Full", "fullSlides": ["S1"],
                    "quota": "500Gi"},
         "workers": {"gpu": {"profile": "a100", "replicas": 4},
                     "cpu": {"profile": "default", "replicas": 0}},
         "budgets": {"infrastructure": 7, "slide": 1, "model": 3, "failureShare": 0.25},
         "mode": "Preflight"}}
      """;

  private final CohortRun run = parse(RUN);

  @Test
  void everySettingThatChangesNumbersArrives() {
    CohortInput input = input(1);
    assertThat(input.name()).isEqualTo("gi");
    assertThat(input.manifest()).isEqualTo("s3://b/manifest.csv");
    assertThat(input.bundle()).isEqualTo("s3://b/flash");
    assertThat(input.bundleDigest()).isEqualTo("bbb");
    assertThat(input.specDigest()).isEqualTo("aaa");
    assertThat(input.mode()).isEqualTo(CohortInput.Mode.Preflight);
    assertThat(input.settings().resolution()).isEqualTo("paper-literal");
    assertThat(input.settings().targetMpp(0.25)).isEqualTo(0.5);
    assertThat(input.settings().maskProfile()).isEqualTo("gigatime");
    assertThat(input.settings().tiling()).isEqualTo("blended");
    assertThat(input.settings().precision()).isEqualTo("bf16");
    assertThat(input.settings().validPixels()).isEqualTo("tile");
    assertThat(input.settings().minTissueFraction()).isEqualTo(0.2);
    assertThat(input.settings().allowUpsample()).isTrue();
    assertThat(input.settings().badTileBudget()).isEqualTo(0.01);
    assertThat(input.settings().thresholds()).isEqualTo(Map.of("CD3", 0.4, "CD8", 0.3));
  }

  @Test
  void outputAndBudgetsArrive() {
    CohortInput input = input(1);
    assertThat(input.outputs().profile()).isEqualTo("Full");
    assertThat(input.outputs().fullSlides()).containsExactly("S1");
    assertThat(input.outputs().quotaBytes()).isEqualTo(500L << 30);
    assertThat(input.budgets().infrastructure()).isEqualTo(7);
    assertThat(input.budgets().slide()).isEqualTo(1);
    assertThat(input.budgets().model()).isEqualTo(3);
    assertThat(input.budgets().failureShare()).isEqualTo(0.25);
  }

  @Test
  void aPriceArrivesIfThereIsOne() {
    assertThat(input(1).pricePerWorkerHour()).isNull();
    run.getSpec().getBudgets().setPricePerWorkerHour(2.5);
    assertThat(input(1).pricePerWorkerHour()).isEqualTo(2.5);
  }

  @Test
  void onlyARunThatIsToBeSignedOffWaitsForIt() {
    assertThat(input(1).signOff()).isFalse();
    SignOffSpec signOff = new SignOffSpec();
    run.getSpec().setSignOff(signOff);
    signOff.setRequired(false);
    assertThat(input(1).signOff()).isFalse();
    signOff.setRequired(true);
    assertThat(input(1).signOff()).isTrue();
  }

  @Test
  void windowsFollowReplicasAndAnEmptyPoolStillHasOne() {
    CohortInput input = input(1);
    assertThat(input.pacing().shardWindow()).isEqualTo(8);
    assertThat(input.pacing().preflightWindow()).isEqualTo(2);
    assertThat(input.pacing().gpuQueue()).isEqualTo("cohortrun-u1-gpu");
    assertThat(input.pacing().cpuQueue()).isEqualTo("cohortrun-u1-cpu");
  }

  @Test
  void onlyLaterAttemptsRetryAndTheyRetryEveryFailure() {
    assertThat(input(1).retryRows()).isEmpty();
    assertThat(input(2).retryRows())
        .contains(Outcome.Unreadable, Outcome.Infrastructure)
        .doesNotContain(Outcome.Succeeded, Outcome.NoTissue, Outcome.Excluded);
  }

  @Test
  void laterAttemptsTryWhatIsChosenAndTheirInputIsReadByWorkersThatKnowSlidesOnly() {
    RetryOnlySpec only = new RetryOnlySpec();
    run.getSpec().setRetryOnly(only);
    only.setCodes(List.of(FailureCode.Truncated));
    assertThat(input(1).retryRows()).isEmpty();
    assertThat(input(2).retryRows()).containsExactly(Outcome.Truncated);
    assertThat(input(2).retrySlides()).isNull();
    assertThat(input(2).version()).isEqualTo(1);

    only.setCodes(null);
    only.setSlides(List.of("S1", "S2"));
    assertThat(input(1).retrySlides()).isNull();
    assertThat(input(1).version()).isEqualTo(1);
    assertThat(input(2).retryRows()).isEqualTo(Outcome.failures());
    assertThat(input(2).retrySlides()).containsExactly("S1", "S2");
    assertThat(input(2).version()).isEqualTo(2);
  }

  @Test
  void everyFailureOfALedgerCanBeChosen() {
    assertThat(FailureCode.values())
        .extracting(FailureCode::name)
        .containsExactlyElementsOf(Outcome.failures().stream().map(Outcome::name).toList());
  }

  @Test
  void analysesArriveAsTheyWereAsked() {
    AnalysisSettings none = input(1).analyses();
    assertThat(none.clinical()).isNull();
    assertThat(none.associations()).isNull();
    assertThat(none.smallCells()).isEqualTo(10);
    assertThat(none.validation()).isEqualTo(new AnalysisSettings.Validation("Mark", List.of()));
    String clinical =
        """
        "clinical": {"tables": ["s3://b/c.csv"], "mutations": ["s3://b/m.maf"], "megabases": 1.5,
                     "oncoTree": "2025_10_03",
                     "columns": [{"name": "arm", "kind": "Binary"}],
                     "endpoints": [{"name": "OS", "time": "t", "event": "e", "unit": "Days"}],
                     "slideRule": "All"},
        "validation": {"onFailure": "Stop", "checks": [{"name": "Drift", "threshold": 0.2}]},
        "analyses": {"associations": {"levels": ["Type"], "falseDiscoveryRate": 0.05,
                                      "minPatients": 30, "minArm": 10, "adjustFor": ["bmi"]},
                     "survival": {"endpoints": ["OS"], "ties": "breslow", "minEvents": 20},
                     "triage": [{"attribute": "msi"}]},
        "manifest\"""";
    AnalysisSettings asked =
        Translate.toInput(
                parse(RUN.replaceFirst("\"manifest\"", clinical)),
                new RunRef("u1", 1, "s3://b/out"),
                new Digests("aaa", "bbb"))
            .analyses();
    assertThat(asked.clinical().tables()).containsExactly("s3://b/c.csv");
    assertThat(asked.clinical().mutations()).containsExactly("s3://b/m.maf");
    assertThat(asked.clinical().megabases()).isEqualTo(1.5);
    assertThat(asked.clinical().columns())
        .containsExactly(new ClinicalSettings.Column("arm", "Binary", List.of()));
    assertThat(asked.clinical().endpoints())
        .containsExactly(new ClinicalSettings.Endpoint("OS", "t", "e", null, "Days"));
    assertThat(asked.clinical().slideRule()).isEqualTo("All");
    assertThat(asked.associations())
        .isEqualTo(
            new AnalysisSettings.Associations(List.of("Type"), 0.05, 30, 10, List.of("bmi")));
    assertThat(asked.survival())
        .isEqualTo(new AnalysisSettings.Survival(List.of("OS"), "breslow", 20));
    assertThat(asked.signature()).isNull();
    assertThat(asked.triage()).containsExactly(new AnalysisSettings.Triage("msi", null));
    assertThat(asked.validation())
        .isEqualTo(
            new AnalysisSettings.Validation(
                "Stop", List.of(new AnalysisSettings.Check("Drift", 0.2, null))));
  }

  private CohortInput input(int attempt) {
    return Translate.toInput(
        run, new RunRef("u1", attempt, "s3://b/out"), new Digests("aaa", "bbb"));
  }

  private static CohortRun parse(String json) {
    try {
      return new ObjectMapper().readValue(json, CohortRun.class);
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
