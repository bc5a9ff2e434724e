package io.cohortrun.workers.shard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.cohortrun.workers.canonical.Json;
import io.cohortrun.workers.slide.SlideFailure;
import io.cohortrun.workers.slide.SlideInfo;
import io.cohortrun.workers.slide.SlideOpener;
import io.cohortrun.workers.slide.SlideReader;
import io.cohortrun.workers.slide.read.Readers;
import io.cohortrun.workers.store.Commit;
import io.cohortrun.workers.store.RunLayout;
import io.cohortrun.workers.store.SlideCommits;
import io.cohortrun.workflows.contract.Outcome;
import io.cohortrun.workflows.contract.ShardReceipt;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What one slide, one result or the store may do to a shard, and may not. */
class ShardFaultsTest extends ShardCase {

  @Test
  void aCrashingDecoderLeavesItsRowOpenAndIsFinalOnceSettled() throws Exception {
    var cohort = two("Summary");
    cohort.opener =
        failing(
            1,
            () -> {
              throw new SlideFailure(Outcome.DecodeCrash, "the decoder died; look at the slide");
            });
    ShardReceipt first = run(cohort);
    assertThat(first.open()).containsExactly(new ShardReceipt.OpenRow(1, Outcome.DecodeCrash));
    assertThat(first.slides()).isEqualTo(1);
    ShardReceipt last = run(cohort, whole(0, List.of(1), List.of()), () -> false);
    assertThat(last.open()).isEmpty();
    assertThat(first.usage().usefulSeconds()).isPositive();
    assertThat(last.usage().usefulSeconds()).isCloseTo(0, within(1e-9));
    assertThat(last.usage().wastedSeconds()).isPositive();
    assertThat(last.usage().outputBytes()).isZero();
    assertThat(outcomes(cohort)).containsEntry(1, Outcome.DecodeCrash);
    var failure =
        Json.MAPPER.readTree(
            store.get(new RunLayout(cohort.run()).failure(1) + "failure.json").orElseThrow());
    assertThat(failure.get("message").asText()).isEqualTo("the decoder died; look at the slide");
    assertThat(failure.get("slideId").asText()).isEqualTo("slide-1");
    assertThat(failure.get("tryAgain").asText()).contains("cohort retry", "DecodeCrash");
    assertThat(store.list(new RunLayout(cohort.run()).failure(1))).hasSize(3);
  }

  @Test
  void aProgramFaultOnOneSlideCostsTheOthersNothing() throws Exception {
    var cohort = two("Summary");
    cohort.opener =
        failing(
            0,
            () -> {
              throw new IllegalStateException("bug");
            });
    assertThat(run(cohort).open())
        .containsExactly(new ShardReceipt.OpenRow(0, Outcome.Infrastructure));
    run(cohort, whole(0, List.of(0), List.of()), () -> false);
    assertThat(outcomes(cohort))
        .containsEntry(0, Outcome.Infrastructure)
        .containsEntry(1, Outcome.Succeeded);
  }

  @Test
  void aModelThatDoesNotLoadIsNoSlidesFault() throws Exception {
    var cohort = two("Summary");
    cohort.loading = new UnsupportedOperationException("no such value");
    assertThatThrownBy(() -> run(cohort))
        .isInstanceOf(ModelFailed.class)
        .hasMessage("the model cannot be loaded: no such value");
    cohort.loading = null;
    run(cohort);
    assertThat(outcomes(cohort))
        .containsEntry(0, Outcome.Succeeded)
        .containsEntry(1, Outcome.Succeeded);
  }

  @Test
  void aSlideThatChangedAfterPreflightIsADigestMismatch() throws Exception {
    var cohort = two("Summary");
    byte[] bytes = Files.readAllBytes(slides.resolve(SMALL));
    bytes[bytes.length / 2] ^= 1;
    Files.write(slides.resolve(SMALL), bytes);
    run(cohort);
    assertThat(outcomes(cohort))
        .containsEntry(0, Outcome.DigestMismatch)
        .containsEntry(1, Outcome.Succeeded);
  }

  @Test
  void aDamagedResultIsComputedAgain() throws Exception {
    var cohort = one("Summary");
    run(cohort);
    Map<String, String> before = files(store, cohort, 0);
    String key = cohort.inspections.getFirst().slideKey();
    Commit commit = new SlideCommits(store).read(key).orElseThrow();
    store.put(commit.key(SlideResult.FILE), new byte[] {1, 2, 3});
    store.deleteAll(new RunLayout(cohort.run()).outcomes());
    assertThat(run(cohort).tiles()).isEqualTo(cohort.inspections.getFirst().tiles());
    assertThat(files(store, cohort, 0)).isEqualTo(before);
  }

  @Test
  void anUnreachableStoreIsNeverASlidesOutcome() throws Exception {
    var away = new MemoryStore();
    var cohort = cohort(away, "Summary", SMALL).inOneShard();
    for (int writes = 0; writes < 12; writes++) {
      away.writesLeft.set(writes);
      assertThatThrownBy(() -> run(cohort)).isInstanceOf(IOException.class);
    }
    away.writesLeft.set(-1);
    assertThat(run(cohort).open()).isEmpty();
    assertThat(cohort.count("cohortrun_tiles_total"))
        .isLessThan(cohort.inspections.getFirst().tiles() + 12 * 64);
  }

  private interface Fault {
    void happen() throws SlideFailure;
  }

  /** Opens slides, but the row's 40th read goes wrong. */
  private SlideOpener failing(int row, Fault fault) {
    String name = row == 0 ? SMALL : OTHER;
    var readers = new Readers();
    return path -> {
      SlideReader real = readers.open(path);
      if (!path.endsWith(name)) {
        return real;
      }
      var reads = new AtomicInteger();
      return new SlideReader() {
        @Override
        public SlideInfo info() {
          return real.info();
        }

        @Override
        public void read(int level, long x, long y, int width, int height, int[] argb)
            throws SlideFailure {
          if (reads.incrementAndGet() == 40) {
            fault.happen();
          }
          real.read(level, x, y, width, height, argb);
        }

        @Override
        public void close() {
          real.close();
        }
      };
    };
  }
}
