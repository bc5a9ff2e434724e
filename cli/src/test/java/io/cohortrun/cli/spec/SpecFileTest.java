package io.cohortrun.cli.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.cohortrun.crds.v1alpha1.CohortRunSpec;
import io.cohortrun.crds.v1alpha1.MaskProfile;
import io.cohortrun.crds.v1alpha1.Mode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SpecFileTest {

  private static final String HEAD =
      """
      apiVersion: cohortrun.io/v1alpha1
      kind: CohortRun
      metadata: {name: quickstart}
      """;
  private static final String SMALLEST =
      HEAD
          + """
          spec:
            manifest: {uri: manifest.csv}
            model: {bundle: demo}
            output: {uri: out}
          """;

  @TempDir private Path folder;

  @Test
  void theSmallestRunGetsEveryDefault() throws Exception {
    CohortRunSpec spec = read(SMALLEST).run().getSpec();
    assertThat(spec.getMode()).isEqualTo(Mode.Run);
    assertThat(spec.getSlides().getMaskProfile()).isEqualTo(MaskProfile.Default);
    assertThat(spec.getSlides().getMinTissueFraction()).isEqualTo(0.1);
    assertThat(spec.getBudgets().getFailureShare()).isEqualTo(0.1);
    assertThat(spec.getWorkers().getGpu().getReplicas()).isEqualTo(1);
    assertThat(spec.getSignOff().getRequired()).isFalse();
    assertThat(spec.getAnalyses()).isNull();
  }

  @Test
  void pathsAreRelativeToTheFileAndUrisStay() throws Exception {
    CohortRunSpec spec =
        read(SMALLEST.replace("uri: out", "uri: 's3://bucket/out'")).run().getSpec();
    assertThat(spec.getManifest().getUri())
        .isEqualTo("file://" + folder.toRealPath().resolve("manifest.csv"));
    assertThat(spec.getModel().getBundle()).isEqualTo("demo");
    assertThat(spec.getOutput().getUri()).isEqualTo("s3://bucket/out");
  }

  @Test
  void anOutputFolderThatExistsIsTheSameRunAsOneThatDoesNot() throws Exception {
    String before = read(SMALLEST).digest();
    Files.createDirectory(folder.resolve("out"));
    assertThat(read(SMALLEST).digest()).isEqualTo(before);
  }

  @Test
  void whatMayChangeIsNotInTheDigestAndWhatChangesNumbersIs() throws Exception {
    String digest = read(SMALLEST).digest();
    for (String same :
        List.of(
            "  suspend: true\n",
            "  mode: Preflight\n",
            "  workers: {gpu: {replicas: 4}}\n",
            "  ttlSecondsAfterFinished: 5\n",
            "  ttlSecondsAfterFailed: 5\n",
            "  slides: {minTissueFraction: 0.10}\n")) {
      assertThat(read(SMALLEST + same).digest()).as(same).isEqualTo(digest);
    }
    for (String other :
        List.of(
            "  slides: {resolution: paper-literal}\n", "  slides: {thresholds: {CD8: 0.4}}\n")) {
      assertThat(read(SMALLEST + other).digest()).as(other).isNotEqualTo(digest);
    }
  }

  @Test
  void keyOrderAndCommentsDoNotMatter() throws Exception {
    String turned =
        HEAD
            + """
            spec:
              output: {uri: ./out}   # results
              model:
                bundle: "demo"
              manifest: {uri: manifest.csv}
            """;
    assertThat(read(turned).digest()).isEqualTo(read(SMALLEST).digest());
  }

  @Test
  void allErrorsComeAtOnceWithPathAndLine() {
    List<Problem> problems =
        problems(
            HEAD
                + """
                spec:
                  manifest: {url: manifest.csv}
                  model: {bundle: demo, precision: fp8}
                  slides:
                    minTisueFraction: 0.2
                    badTileBudget: 7
                """);
    assertThat(problems.stream().map(Problem::toString))
        .containsExactlyInAnyOrder(
            "line 5: spec.manifest.uri: is required",
            "line 5: spec.manifest.url: unknown field; did you mean uri?",
            "line 6: spec.model.precision: \"fp8\" is not one of bf16, fp16, fp32",
            "line 8: spec.slides.minTisueFraction: unknown field; did you mean"
                + " minTissueFraction?",
            "line 9: spec.slides.badTileBudget: must have a maximum value of 1.0",
            "line 4: spec.output: is required");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "slides: {thresholds: {CD8: 1.5}}|spec.slides|thresholds lie strictly between 0 and 1",
        "slides: {thresholds: {CD8: 1}}|spec.slides|thresholds lie strictly between 0 and 1",
        "signOff: {decision: Approved}|spec.signOff|decision and approver come together",
        "retryOnly: {codes: [NotFound]}|spec|retryOnly needs retry: raise retry to begin the next attempt",
        "analyses: {survival: {}}|spec|these analyses need clinical",
        "clinical: {oncoTree: '2025_10_03'}|spec.clinical|give exactly one of tables and study",
        "volumes: [{claim: a, mountPath: /data/../x}]|spec.volumes[0]|mountPath has no . or .. parts",
        "validation: {checks: [{name: Drift}, {name: Drift}]}|spec.validation|each check at most once",
      })
  void theApiServersRulesHoldHereToo(String line, String path, String message) {
    assertThat(problems(SMALLEST + "  " + line + "\n"))
        .singleElement()
        .satisfies(
            p -> {
              assertThat(p.path()).isEqualTo(path);
              assertThat(p.message()).isEqualTo(message);
              assertThat(p.line()).isPositive();
            });
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "fullSlides: [A]|fullSlides goes with profile Full, and only with it",
        "profile: Full|fullSlides goes with profile Full, and only with it",
        "quota: 5 GB|does not match",
        "quota: 0|0 is not of type string",
        "uri: ''|must be at least 1 characters long",
      })
  void outputIsChecked(String field, String message) {
    String yaml =
        field.startsWith("uri")
            ? SMALLEST.replace("uri: out", field)
            : SMALLEST.replace("uri: out", "uri: out, " + field);
    assertThat(problems(yaml)).singleElement().asString().contains(message);
  }

  @Test
  void severalDocumentsNoneAndNoYamlAreRefused() {
    assertThat(problems(SMALLEST + "---\n" + SMALLEST).getFirst().message())
        .isEqualTo("the file holds 2 documents; give each run its own file");
    assertThat(problems("# nothing\n").getFirst().message()).contains("empty");
    assertThat(problems("- a\n").getFirst().message()).contains("not a mapping");
    assertThat(problems("spec: {manifest: [\n").getFirst().message()).startsWith("not YAML");
    assertThat(problems(SMALLEST + "  mode: Run\n  mode: Run\n").getFirst().message())
        .isEqualTo("is given twice; remove one");
  }

  @Test
  void aDocumentMarkerAndAByteOrderMarkAreFine() throws Exception {
    assertThat(read("---\n" + SMALLEST + "---\n").digest()).isEqualTo(read(SMALLEST).digest());
    assertThat(read("\uFEFF" + SMALLEST).digest()).isEqualTo(read(SMALLEST).digest());
  }

  @Test
  void anotherKindOrVersionOrNameIsRefused() {
    assertThat(problems(SMALLEST.replace("kind: CohortRun", "kind: Cohort")).toString())
        .contains("line 2: kind: Cohort is not CohortRun");
    assertThat(problems(SMALLEST.replace("v1alpha1", "v2")).toString()).contains("apiVersion");
    assertThat(problems(SMALLEST.replace("name: quickstart", "name: Quick Start")).toString())
        .contains("metadata.name");
  }

  @Test
  void aMissingFileIsOneSentence() {
    BadSpec bad =
        catchThrowableOfType(BadSpec.class, () -> SpecFile.read(folder.resolve("absent.yaml")));
    assertThat(bad).hasMessageEndingWith("absent.yaml: there is no such file");
  }

  @Test
  void settingsWithoutEffectAreSaidAloud() throws Exception {
    assertThat(read(SMALLEST).warnings()).isEmpty();
    assertThat(read(SMALLEST + "  workers: {queue: gpus}\n").warnings())
        .containsExactly("spec.workers has no effect here: a local run does all work itself");
  }

  @Test
  void everyAnalysisAndTheValidationHaveTheirEffect() throws Exception {
    String analyses =
        """
          clinical: {study: study}
          validation: {onFailure: Stop}
          analyses:
            associations: {}
            survival: {}
            signature: {}
            quality: {pairs: p.csv}
            concordance: {run: other}
            triage: [{attribute: msi}]
        """;
    assertThat(read(SMALLEST + analyses).warnings()).isEmpty();
  }

  private LoadedSpec read(String yaml) throws IOException, BadSpec {
    Path file = folder.toRealPath().resolve("run.yaml");
    Files.writeString(file, yaml);
    return SpecFile.read(file);
  }

  private List<Problem> problems(String yaml) {
    return catchThrowableOfType(BadSpec.class, () -> read(yaml)).problems();
  }
}
