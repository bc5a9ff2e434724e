package io.cohortrun.workers.cohort;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cohortrun.workers.canonical.Sha256;
import io.cohortrun.workers.model.Bundle;
import io.cohortrun.workers.model.ModelRejected;
import io.cohortrun.workers.population.ClinicalPlaces;
import io.cohortrun.workflows.contract.CohortInput;
import io.cohortrun.workflows.contract.CohortResult;
import io.cohortrun.workflows.contract.Outcome;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whole runs, retries and what they publish. */
class StepsTest extends StepsCohort {

  @Test
  void everyRowEndsInOneOutcomeAndTheRunIsPublishedLast() throws Exception {
    CohortResult result = runAll(1, List.of());

    assertThat(result.rows()).isEqualTo(ROWS);
    assertThat(result.ledger().values().stream().mapToInt(Integer::intValue).sum()).isEqualTo(ROWS);
    assertThat(result.state()).isEqualTo(CohortResult.State.OverBudget);
    assertThat(ledger(1))
        .containsExactly(
            "slide_id,patient_id,outcome,message,tiles,mpp,mpp_source,reader,seconds,attempts,slide_key",
            "S0,P0,Succeeded,,4,0.5,vendor,fake 1,1.3,1," + key(0),
            "S1,P1,DuplicateSlide,\"The file has the same content and mpp as slide S0 (row 1): remove one of the two rows, or correct its uri.\",0,0.5,vendor,fake 1,0.0,1,"
                + key(1),
            "S2,P2,Succeeded,,4,0.5,vendor,fake 1,1.3,1," + key(2),
            ledger(1).get(4),
            "S4,P4,DecodeCrash,The decoder died; convert it.,0,,,,0.0,1,",
            ledger(1).get(6),
            ledger(1).get(7),
            ledger(1).get(8),
            "S8,P8,Excluded,\"pen, all over\",0,,,,0.0,1,");
    assertThat(ledger(1).get(4)).startsWith("S3,P3,NoTissue,").contains(",0.5,vendor,fake 1,");
    assertThat(ledger(1).get(6)).startsWith("S5,P5,Unreadable,");
    assertThat(ledger(1).get(7)).startsWith("S6,P6,TooLarge,");
    assertThat(ledger(1).get(8))
        .startsWith("S7,P7,NotFound,")
        .contains("absent.svs: does not exist");
    assertThat(opener.opened.get("crash.svs")).as("a crash gets a second try").hasValue(2);

    RunRecord record = record(1);
    assertThat(record.bundle().architecture()).isEqualTo("drawn");
    assertThat(record.bundle().mpp()).isEqualTo(0.5);
    assertThat(record.choices()).containsEntry("entropy", "pooled-histogram");
    assertThat(record.ledger()).isEqualTo(result.ledger());
    assertThat(record.files())
        .containsKeys(
            "manifest.parquet",
            "ledger.csv",
            "features.parquet",
            "features_pairs.parquet",
            "data-dictionary.json",
            "plan.json",
            "forecast.json",
            "report/index.html");
    assertThat(record.files().get("ledger.csv").sha256())
        .isEqualTo(Sha256.of(store.get(layout(1).ledger()).orElseThrow()));
    assertThat(record.mixedNumericClasses()).isFalse();
    assertThat(record.bundle().intendedUse()).isEqualTo("demonstration");
  }

  @Test
  void finishedStepsAreFoundAndCostNothing() throws Exception {
    CohortResult first = runAll(1, List.of());
    int writes = store.writes();
    int opened = opener.opened.size();

    CohortResult second = runAll(1, List.of());

    assertThat(second).isEqualTo(first);
    // Only the stand-in for the shards writes again.
    assertThat(store.writes() - writes).isEqualTo(shards());
    assertThat(opener.opened).hasSize(opened);
    assertThat(opener.opened.get("ünïcode.svs")).hasValue(1);
  }

  @Test
  void theSameCohortGivesTheSameTablesInAnotherStore() throws Exception {
    runAll(1, List.of());
    List<String> ledger = ledger(1);
    byte[] features = store.get(layout(1).features()).orElseThrow();

    store.deleteAll("");
    runAll(1, List.of());

    assertThat(ledger(1)).isEqualTo(ledger);
    assertThat(rows(store.get(layout(1).features()).orElseThrow())).isEqualTo(rows(features));
    assertThat(rows(features)).hasSize(2 * 3);
    assertThat(rows(features).getFirst())
        .isEqualTo(
            "S0|P0|%s|DAPI|nuclear|1000|404|0.404|0.404|0.973242|0.823318|0.003922|0.857143|0.071429|0.5|0.5|4|true"
                .formatted(key(0)));
  }

  @Test
  void aRetryTakesUpTheFailedRowsOnly() throws Exception {
    results.failing.add(2);
    runAll(1, List.of());
    results.failing.clear();
    Files.writeString(folder.resolve("absent.svs"), "tissue 2100");
    Files.writeString(manifest, "no manifest any more");
    opener.opened.clear();

    CohortResult result = runAll(2, List.of());

    assertThat(opener.opened.keySet())
        .containsExactlyInAnyOrder("crash.svs", "bug.svs", "memory.svs", "absent.svs");
    assertThat(result.ledger())
        .containsEntry(Outcome.Succeeded, 3)
        .containsEntry(Outcome.DuplicateSlide, 1)
        .containsEntry(Outcome.Excluded, 1)
        .doesNotContainKey(Outcome.NotFound);
    assertThat(rows(store.get(layout(2).features()).orElseThrow())).hasSize(3 * 3);
    assertThat(store.get(layout(1).ledger()).map(String::new).orElseThrow()).contains("NotFound");
    assertThat(store.get(layout(2).mask(0))).as("masks of carried rows").isPresent();
  }

  @ParameterizedTest
  @CsvSource({"another, 2.7.1", "1, another"})
  void aRetryByAReleaseOfAnotherFormatOrLibtorchReadsNoResultOfTheOneBefore(
      String format, String libtorch) throws Exception {
    runAll(1, List.of());
    String old = key(2);
    keys = new SlideKeyMaker(format, libtorch);

    runAll(2, List.of(Outcome.DecodeCrash));

    assertThat(ledger(1).get(3)).startsWith("S2,P2,Succeeded,").endsWith(old);
    assertThat(ledger(2).get(3)).startsWith("S2,P2,Succeeded,").doesNotContain(old);
    assertThat(ledger(2).get(4)).as("it has no result").isEqualTo(ledger(1).get(4));
    assertThat(rows(store.get(layout(2).features()).orElseThrow()))
        .hasSize(2 * 3)
        .noneMatch(row -> row.contains(old));
  }

  @ParameterizedTest
  @CsvSource({"another, 2.7.1", "1, another"})
  void aRunThatAReleaseOfOtherResultsBeganIsNotGoneOnWith(String format, String libtorch)
      throws Exception {
    freeze(1, List.of());
    preflight(1, 0, 5);
    keys = new SlideKeyMaker(format, libtorch);
    int writes = store.writes();

    assertThatThrownBy(() -> freeze(1, List.of()))
        .isInstanceOfSatisfying(
            RunRefused.class, e -> assertThat(e.kind()).isEqualTo(RunRefused.Kind.InputChanged))
        .hasMessageContaining("version 1 and libtorch 2.7.1, and those of this one")
        .hasMessageContaining("finish it with the release that began it")
        .hasMessageContaining("another spec.output.uri");
    assertThat(store.writes()).as("before any work").isEqualTo(writes);

    keys = Runs.KEYS;
    assertThat(freeze(1, List.of()).rows()).as("the one that began it").isEqualTo(ROWS);
  }

  @Test
  void aRunGoesOnByAnyReleaseWhileNoSlideKeyTellsOfAnother() throws Exception {
    freeze(1, List.of());
    keys = new SlideKeyMaker("another", "2.7.1");
    assertThat(freeze(1, List.of()).featureVersion()).as("nothing seen").isEqualTo("another");

    preflight(1, 0, 5);
    keys = Runs.KEYS;
    store.deleteAll("slides/" + key(0) + "/");
    assertThatThrownBy(() -> freeze(1, List.of()))
        .as("the next one tells")
        .isInstanceOf(RunRefused.class);
    store.deleteAll("slides/" + key(2) + "/");
    assertThat(freeze(1, List.of()).rows()).as("none tells").isEqualTo(ROWS);
  }

  @Test
  void aRetryTakesUpSlidesThatHaveOtherBytesNow() throws Exception {
    runAll(1, List.of());
    String key = key(2);
    Files.writeString(folder.resolve("ünïcode.svs"), "tissue 1700");
    Files.delete(folder.resolve("blank.svs"));
    assertThat(ChangedSlides.since(files(1), staging)).containsExactly(2);
    opener.opened.clear();

    runAll(2, List.of(Outcome.DecodeCrash));

    assertThat(opener.opened.keySet()).containsExactlyInAnyOrder("crash.svs", "ünïcode.svs");
    assertThat(ledger(1).get(3)).startsWith("S2,P2,Succeeded,").endsWith(key);
    assertThat(ledger(2).get(3)).startsWith("S2,P2,Succeeded,").doesNotContain(key);
    assertThat(ledger(2).get(4)).as("a slide that is gone").startsWith("S3,P3,NoTissue,");
  }

  @Test
  void aRetryByCodeLeavesOtherFailuresAsTheyAre() throws Exception {
    runAll(1, List.of());
    opener.opened.clear();

    CohortResult result = runAll(2, List.of(Outcome.DecodeCrash));

    assertThat(opener.opened.keySet()).containsExactly("crash.svs");
    assertThat(result.ledger()).isEqualTo(record(1).ledger());
  }

  @Test
  void rowsThatNoShardSettledAreInfrastructure() throws Exception {
    results.lost.add(2);

    CohortResult result = runAll(1, List.of());

    assertThat(result.ledger()).containsEntry(Outcome.Infrastructure, 1);
    assertThat(ledger(1).get(3)).startsWith("S2,P2,Infrastructure,").contains("cohort retry");
  }

  @Test
  void aCancelledRunIsPublishedWithWhatItHas() throws Exception {
    freeze(1, List.of());
    preflight(1, 0, 5);

    CohortResult result = publish(1, true);

    assertThat(result.state()).isEqualTo(CohortResult.State.Cancelled);
    assertThat(result.ledger())
        .containsEntry(Outcome.Cancelled, 7)
        .containsEntry(Outcome.NoTissue, 1)
        .containsEntry(Outcome.DecodeCrash, 1);
    assertThat(rows(store.get(layout(1).features()).orElseThrow())).isEmpty();
  }

  @Test
  void theSameRunWithAnotherBundleIsRefused() throws Exception {
    freeze(1, List.of());
    CohortInput input = Runs.input(manifest, 1, List.of());
    CohortInput other = input.withBundleDigest("another");

    assertThatThrownBy(() -> freeze().run(other, store))
        .isInstanceOf(RunRefused.class)
        .hasMessageContaining("model bundle has changed");
  }

  @Test
  void withoutADigestTheBundleThatTheFirstFreezeFindsIsThatOfAllAttempts() throws Exception {
    CohortInput first = Runs.input(manifest, 1, List.of()).withBundleDigest("");
    freeze().run(first, store);
    assertThat(files(1).input().bundleDigest()).isEqualTo(FOUND_BUNDLE);

    Freeze later = freeze("0".repeat(64));
    later.run(first, store);
    assertThat(files(1).input().bundleDigest()).isEqualTo(FOUND_BUNDLE);
    later.run(Runs.input(manifest, 2, List.of()).withBundleDigest(""), store);
    assertThat(files(2).input().bundleDigest()).isEqualTo(FOUND_BUNDLE);
  }

  @Test
  void anotherBundleThanTheOneThatIsNamedIsRefusedBeforeAnythingIsSpent() throws Exception {
    assertThatThrownBy(() -> freeze("0".repeat(64)).run(Runs.input(manifest, 1, List.of()), store))
        .isInstanceOfSatisfying(
            RunRefused.class, e -> assertThat(e.kind()).isEqualTo(RunRefused.Kind.BundleRefused))
        .hasMessageContaining("spec.model.digest is b0")
        .hasMessageContaining("demo has " + "0".repeat(64));
    assertThat(files(1).findInput()).as("nothing is frozen").isEmpty();
  }

  @Test
  void aBundleThatIsNoneEndsTheRunByItsOwnCode() {
    Freeze freeze =
        new Freeze(
            manifests(),
            new ClinicalPlaces(uri -> store),
            uri -> {
              throw new ModelRejected(ModelRejected.Code.NotFound, "no bundle at " + uri);
            },
            uri -> Runs.BUNDLE,
            keys);
    CohortInput input = Runs.input(manifest, 1, List.of()).withBundleDigest("");
    assertThatThrownBy(() -> freeze.run(input, store))
        .isInstanceOfSatisfying(
            RunRefused.class, e -> assertThat(e.kind()).isEqualTo(RunRefused.Kind.BundleRefused));
  }

  @Test
  void theLiteralResolutionIsRefusedWithABundleThatWasMadeForAnother() throws Exception {
    CohortInput literal = Runs.literal(manifest);
    Bundle published = Runs.at(0.25);
    Freeze freeze =
        new Freeze(
            manifests(),
            new ClinicalPlaces(uri -> store),
            uri -> FOUND_BUNDLE,
            uri -> published,
            keys);
    assertThatThrownBy(() -> freeze.run(literal, store))
        .isInstanceOfSatisfying(
            RunRefused.class, e -> assertThat(e.kind()).isEqualTo(RunRefused.Kind.BundleRefused))
        .hasMessageContaining("bundle demo was made for 0.25 um/px")
        .hasMessageContaining("--mpp 0.5");
    assertThat(files(1).findInput()).as("nothing is frozen").isEmpty();

    freeze().run(literal, store);
    assertThat(files(1).input().settings().literal()).isTrue();
  }
}
