package io.cohortrun.workers.cohort;

import static org.assertj.core.api.Assertions.assertThat;

import io.cohortrun.workers.manifest.Manifests;
import io.cohortrun.workers.population.ClinicalPlaces;
import io.cohortrun.workers.slide.SlideInspection;
import io.cohortrun.workers.slide.child.DecodeProcesses;
import io.cohortrun.workers.store.Staging;
import io.cohortrun.workflows.contract.Outcome;
import io.cohortrun.workflows.contract.PlanReceipt;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every file of {@code expected-outcomes.tsv} as one cohort, through freeze, preflight and plan:
 * each row has one of the codes that the table lists, and a sentence. Rows that are inferred have
 * passed here; what a shard makes of them is told apart.
 */
class ExpectedOutcomesTest {

  private static final Path RESOURCES = Path.of("src/test/resources");
  private static final Path QUICKSTART = Path.of("../examples/quickstart");

  @TempDir Path folder;

  private record Expected(String path, String mpp, Set<Outcome> outcomes) {

    /** A shard may still refuse a slide that preflight lets pass. */
    boolean allows(SlideInspection i) {
      return i.outcome() == null
          ? outcomes.contains(Outcome.Succeeded) || outcomes.contains(Outcome.TooManyBadTiles)
          : outcomes.contains(i.outcome());
    }
  }

  @Test
  void everyListedFileGetsOneOfItsCodesAndASentence() throws Exception {
    List<Expected> expected = expected();
    Path manifest = folder.resolve("manifest.csv");
    Files.writeString(manifest, manifest(expected));
    MemoryStore store = new MemoryStore();
    RunFiles files = new RunFiles(store, Runs.run(1));
    new Freeze(
            new Manifests(uri -> store),
            new ClinicalPlaces(uri -> store),
            uri -> StepsCohort.FOUND_BUNDLE,
            uri -> Runs.BUNDLE,
            Runs.KEYS)
        .run(Runs.input(manifest, 1, List.of()), store);

    try (Staging staging = new Staging(store, folder.resolve("cache"), Staging.Limits.DEFAULT);
        DecodeProcesses children = new DecodeProcesses()) {
      Preflight preflight =
          new Preflight(
              new RowInspector(children, Runs.KEYS),
              uri -> Runs.BUNDLE,
              "readers 1",
              2,
              new SimpleMeterRegistry());
      preflight.run(files, staging, 0, expected.size());
    }

    List<SlideInspection> inspections = files.inspections();
    SoftAssertions all = new SoftAssertions();
    for (int row = 0; row < expected.size(); row++) {
      SlideInspection i = inspections.get(row);
      System.out.printf(
          "%s: %s %s%n",
          expected.get(row).path(), i.outcome() == null ? "runnable" : i.outcome(), i.message());
      all.assertThat(expected.get(row).allows(i))
          .as("%s ended as %s: %s", expected.get(row), i.outcome(), i.message())
          .isTrue();
      all.assertThat(i.message()).doesNotContain("Exception", "null", folder.toString());
      if (i.outcome() != null) {
        all.assertThat(i.message()).as(expected.get(row).path()).hasSizeBetween(20, 400);
      }
    }
    all.assertAll();
    PlanReceipt plan =
        new PlanStep(uri -> Runs.BUNDLE, FakeOutput.ROOMY, FakeForecast.INSTANCE).run(files);
    assertThat(plan.slides())
        .isEqualTo((int) inspections.stream().filter(i -> i.outcome() == null).count());
  }

  private static String manifest(List<Expected> expected) {
    StringBuilder text = new StringBuilder("slide_id\tpatient_id\turi\tmpp\n");
    for (int i = 0; i < expected.size(); i++) {
      Expected e = expected.get(i);
      String patient = "P-" + e.path().toLowerCase(Locale.ROOT);
      text.append("S%d\t%s\t%s\t%s%n".formatted(i, patient, path(e.path()), e.mpp()));
    }
    return text.toString();
  }

  private static Path path(String name) {
    Path own = RESOURCES.resolve(name);
    Path quickstart = QUICKSTART.resolve("slides").resolve(Path.of(name).getFileName());
    return (Files.exists(own) || !Files.exists(quickstart) ? own : quickstart)
        .toAbsolutePath()
        .normalize();
  }

  private static List<Expected> expected() throws IOException {
    List<Expected> rows = new ArrayList<>();
    for (String line :
        Files.readAllLines(RESOURCES.resolve("expected-outcomes.tsv"), StandardCharsets.UTF_8)) {
      String[] cells = line.split("\t", -1);
      if (!cells[0].equals("path")) {
        rows.add(
            new Expected(
                cells[0],
                cells[1],
                Stream.of(cells[2].split(",")).map(Outcome::valueOf).collect(Collectors.toSet())));
      }
    }
    assertThat(rows).hasSizeGreaterThan(30);
    return rows;
  }
}
