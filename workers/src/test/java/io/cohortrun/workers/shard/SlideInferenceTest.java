package io.cohortrun.workers.shard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cohortrun.workers.slide.SlideFailure;
import io.cohortrun.workers.slide.TilePixels;
import io.cohortrun.workflows.contract.Outcome;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SlideInferenceTest {

  private static final InferencePace PACE =
      new InferencePace(3, 2, 4, 1 << 20, 7, Duration.ofSeconds(30));

  private final SampleSlide slide = new SampleSlide(20, 12, 200);
  private final int n = slide.header.tilesKept();
  private final FakeModel model = new FakeModel();
  private final MemoryStore store = new MemoryStore();
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final ShardMetrics metrics = new ShardMetrics(meters);
  private final ExecutorService device = Executors.newFixedThreadPool(2);

  @AfterEach
  void stopDevice() {
    device.shutdownNow();
  }

  @Test
  void allTilesAreInferredOnceAndThePartsHoldThemInOrder() throws Exception {
    infer(store, PACE, this::read, () -> false);
    assertThat(model.inferred).hasValue(n - 1);
    assertThat(meters.counter("cohortrun_tiles_total").count()).isEqualTo(n);
    assertThat(meters.counter("cohortrun_tiles_repeated_total").count()).isZero();
    SlideResult result = merged(store);
    assertThat(result.tilesRejected()).containsExactly(java.util.Map.entry("black", 1));
    assertThat(result.valid())
        .isEqualTo(result.tiles().stream().mapToLong(SlideResult.Tile::valid).sum());
  }

  @Test
  void anyPaceAnyCutAndAnyDeathGiveTheSameBytes() throws Exception {
    infer(store, PACE, this::read, () -> false);
    byte[] expected = merged(store).toBytes();
    var random = new Random(11);
    for (int round = 0; round < 25; round++) {
      var other = new MemoryStore();
      for (int call = 0; call < 400 && !covered(other); call++) {
        var pace =
            new InferencePace(
                1 + random.nextInt(4),
                1 + random.nextInt(3),
                1 + random.nextInt(6),
                1 << (8 + random.nextInt(12)),
                1 + random.nextInt(64),
                random.nextInt(5) == 0 ? Duration.ZERO : Duration.ofSeconds(30));
        model.breaksAt = random.nextInt(3) == 0 ? random.nextInt(n) : -1;
        other.writesLeft.set(random.nextInt(3) == 0 ? 1 + random.nextInt(20) : -1);
        int stopAfter = random.nextInt(30);
        var asked = new AtomicInteger();
        try {
          infer(other, pace, this::read, () -> asked.incrementAndGet() > stopAfter);
        } catch (IOException | Drained | ModelFailed e) {
          other.writesLeft.set(-1);
        }
      }
      model.breaksAt = -1;
      other.writesLeft.set(-1);
      infer(other, PACE, this::read, () -> false);
      assertThat(merged(other).toBytes()).as("round %d", round).isEqualTo(expected);
    }
  }

  @Test
  void aBreakingModelLosesNothingThatCameBefore() throws Exception {
    model.breaksAt = 101;
    assertThatThrownBy(() -> infer(store, PACE, this::read, () -> false))
        .isInstanceOf(ModelFailed.class)
        .hasMessageContaining("device lost");
    int covered = parts(store).cover(0, n).getLast().range().to();
    assertThat(covered).isBetween(101 - 4, 101);
    model.breaksAt = -1;
    model.seen.clear();
    infer(store, PACE, this::read, () -> false);
    assertThat(model.seen).doesNotContain(0, 50, covered - 1).contains(covered);
  }

  @Test
  void anUnreachableStoreIsAnIoFailureAndNeverTheSlidesFault() {
    store.writesLeft.set(9);
    assertThatThrownBy(() -> infer(store, PACE, this::read, () -> false))
        .isInstanceOf(IOException.class)
        .hasMessage("the store is away");
  }

  @Test
  void drainingLeavesACheckpointOfAllThatWasInferred() {
    var asked = new AtomicInteger();
    assertThatThrownBy(() -> infer(store, PACE, this::read, () -> asked.incrementAndGet() == 5))
        .isInstanceOf(Drained.class);
    assertThat(coveredTiles(store)).isEqualTo(20);
  }

  @Test
  void anOrderlyStopRepeatsNothing() throws Exception {
    var asked = new AtomicInteger();
    assertThatThrownBy(() -> infer(store, PACE, this::read, () -> asked.incrementAndGet() == 5))
        .isInstanceOf(Drained.class);
    infer(store, PACE, this::read, () -> false);
    assertThat(meters.counter("cohortrun_tiles_repeated_total").count()).isZero();
  }

  @Test
  void damagedAndForeignPartsAreInferredAgain() throws Exception {
    infer(store, PACE, this::read, () -> false);
    byte[] expected = merged(store).toBytes();
    String damaged = parts(store).key(14, 21);
    store.objects.get(damaged)[60] ^= 1;
    store.objects.put(parts(store).key(70, 77), store.objects.get(parts(store).key(63, 70)));
    model.seen.clear();
    infer(store, PACE, this::read, () -> false);
    assertThat(model.seen).contains(14, 20).doesNotContain(13);
    assertThat(merged(store).toBytes()).isEqualTo(expected);
  }

  @Test
  void badTilesWithinTheBudgetAreLeftOutAndAboveItEndTheSlide() throws Exception {
    Set<Integer> bad = Set.of(3, 40, 41, 90, 150, 151, 160, 170, 180, 190);
    infer(store, PACE, i -> readBut(bad, i), () -> false);
    assertThat(merged(store).unreadableTiles()).isEqualTo(SlideInference.allowed(slide.header));
    var other = new MemoryStore();
    assertThatThrownBy(() -> infer(other, PACE, i -> readBut(bad, i == 195 ? 190 : i), () -> false))
        .isInstanceOf(SlideFailure.class)
        .hasMessageContaining("more than 10 of its 200 tiles")
        .extracting(e -> ((SlideFailure) e).code())
        .isEqualTo(Outcome.TooManyBadTiles);
  }

  @Test
  void aCrashingReaderEndsTheSlideAndKeepsTheTilesBefore() {
    assertThatThrownBy(
            () ->
                infer(
                    store,
                    PACE,
                    i -> {
                      if (i == 60) {
                        throw new SlideFailure(Outcome.DecodeCrash, "the decoder died at tile 60");
                      }
                      return read(i);
                    },
                    () -> false))
        .isInstanceOf(SlideFailure.class)
        .extracting(e -> ((SlideFailure) e).code())
        .isEqualTo(Outcome.DecodeCrash);
    assertThat(coveredTiles(store)).isBetween(56, 60);
  }

  @Test
  void aDeathBetweenTwoCheckpointsIsCountedAsRepeatedTiles() throws Exception {
    var parts = parts(store);
    parts.write(slide.part(0, 5, 0));
    parts.begin(0);
    infer(store, PACE, this::read, () -> false);
    assertThat(meters.counter("cohortrun_tiles_repeated_total").count())
        .isEqualTo(PACE.unsavedTiles(7, 4));
    assertThat(meters.counter("cohortrun_tiles_total").count()).isEqualTo(n - 5);
  }

  @Test
  void inferenceWaitsForASlowStoreBeforeMoreThanACheckpointIsUnsaved() throws Exception {
    var most = new AtomicInteger();
    var slow =
        new MemoryStore() {
          @Override
          public void put(String key, byte[] bytes) throws IOException {
            LockSupport.parkNanos(20_000_000);
            most.accumulateAndGet(model.inferred.get() - coveredTiles(this), Math::max);
            super.put(key, bytes);
          }
        };
    infer(slow, PACE, SampleSlide::pixels, () -> false);
    assertThat(most.get()).isBetween(8, PACE.unsavedTiles(7, 4));
    assertThat(InferencePace.of(2, 2, 1, 2).unsavedTiles(16, 1) * 2).isEqualTo(64);
  }

  @Test
  void theRingIsBounded() throws Exception {
    var ahead = new AtomicInteger();
    var most = new AtomicInteger();
    var pace = new InferencePace(4, 1, 2, 4L * 16 * 16 * 6, 64, Duration.ofSeconds(30));
    infer(
        store,
        pace,
        i -> {
          most.accumulateAndGet(ahead.incrementAndGet() - model.inferred.get(), Math::max);
          return read(i);
        },
        () -> false);
    assertThat(most.get()).isLessThanOrEqualTo(6 + 2);
  }

  @Test
  void aPredictorIsHandedATileWheneverOneIsDecodedAndMemoryStaysBounded() throws Exception {
    var pace = new InferencePace(3, 1, 1, 4L * 16 * 16 * 9, 64, Duration.ofSeconds(30));
    var begun = new AtomicInteger();
    infer(
        store,
        pace,
        i -> {
          begun.incrementAndGet();
          if (i == 0) { // decodes last of all that may be in flight
            Awaitility.await()
                .atMost(Duration.ofMinutes(1))
                .until(() -> model.inferred.get() == 7); // tile 5 is black
            assertThat(begun.get()).isEqualTo(9);
          }
          return read(i);
        },
        () -> false);
    assertThat(model.inferred).hasValue(n - 1);
  }

  @Test
  void tilesInFlightAreBoundedByWhateverOfThemIsLarger() {
    var pace = new InferencePace(3, 1, 1, 100 << 20, 64, Duration.ofSeconds(30));
    assertThat(pace.tilesInFlight(512, 0, 0, 1)).isEqualTo(100);
    assertThat(pace.tilesInFlight(512, 64, 0, 1)).isEqualTo(70);
    assertThat(pace.tilesInFlight(512, 64, 10 << 20, 1)).isEqualTo(10);
    assertThat(pace.tilesInFlight(512, 0, 1L << 40, 1)).isEqualTo(2);
    assertThat(pace.tilesInFlight(512, 0, 1L << 40, 16)).isEqualTo(32);
  }

  @Test
  void aCardGetsFullCallsHoweverManyThreadsAskForIt() throws Exception {
    model.tilesPerCall = 16;
    try (ExecutorService many = Executors.newFixedThreadPool(16)) {
      new SlideInference(model, InferencePace.of(16, 16, 1, 2), many, metrics, () -> false)
          .run(
              new SlideInference.Job(slide.header, slide.grid, this::read, 0, n, 0),
              parts(store),
              done -> {});
    }
    assertThat(model.inferred).hasValue(n - 1);
    assertThat((double) model.inferred.get() / model.calls.get()).isBetween(12.0, 16.0);
    var one = new MemoryStore();
    infer(one, PACE, this::read, () -> false);
    assertThat(merged(store).toBytes()).isEqualTo(merged(one).toBytes());
  }

  @Test
  void timeIsSplitByStage() throws Exception {
    ShardMetrics shard = metrics.ofShard();
    new SlideInference(model, PACE, device, shard, () -> false)
        .run(
            new SlideInference.Job(slide.header, slide.grid, this::read, 0, n, 0),
            parts(store),
            done -> {});
    assertThat(shard.seconds())
        .containsOnlyKeys(
            "stage", "decode", "decode_wait", "prepare", "network", "head", "reduce", "commit");
    for (Stage of : EnumSet.complementOf(EnumSet.of(Stage.STAGE))) {
      String stage = of.id();
      assertThat(shard.seconds().get(stage)).as(stage).isPositive();
      assertThat(meters.get("cohortrun_stage_seconds").tag("stage", stage).timer().count())
          .as(stage)
          .isPositive();
    }
    assertThat(meters.get("cohortrun_stage_seconds").tag("stage", "decode").timer().count())
        .isEqualTo(n);
    assertThat(metrics.ofShard().seconds().values()).containsOnly(0.0);
  }

  @Test
  void usefulTimeAndCheckpointsAreCountedAsTheyBecomeDurable() throws Exception {
    infer(store, PACE, this::read, () -> false);
    assertThat(meters.counter("cohortrun_device_seconds_total", "use", "useful").count())
        .isPositive();
    assertThat(meters.counter("cohortrun_checkpoints_total").count())
        .isEqualTo(parts(store).cover(0, n).size());
    assertThat(meters.counter("cohortrun_device_seconds_total", "use", "wasted").count()).isZero();
  }

  private void infer(MemoryStore to, InferencePace pace, TileReader reader, BooleanSupplier stop)
      throws Exception {
    new SlideInference(model, pace, device, metrics, stop)
        .run(
            new SlideInference.Job(slide.header, slide.grid, reader, 0, n, 0),
            parts(to),
            done -> {});
  }

  private TilePixels read(int i) {
    TilePixels t = SampleSlide.pixels(i);
    return i == 5 ? new TilePixels(i, t.rgb(), t.valid(), t.qc(), "black") : t;
  }

  private TilePixels readBut(Set<Integer> bad, int i) throws SlideFailure {
    if (bad.contains(i)) {
      throw new SlideFailure(Outcome.Unreadable, "tile " + i + " does not decode");
    }
    return read(i);
  }

  private PartStore parts(MemoryStore of) {
    return new PartStore(of, slide.header, 0);
  }

  private boolean covered(MemoryStore of) {
    return coveredTiles(of) == n;
  }

  private int coveredTiles(MemoryStore of) {
    try {
      var cover = parts(of).cover(0, n);
      return cover.isEmpty() ? 0 : cover.getLast().range().to();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private SlideResult merged(MemoryStore of) throws IOException {
    var merge = new SlideMerge(slide.header);
    for (PartStore.Stored s : parts(of).cover(0, n)) {
      merge.add(parts(of).read(s.range()));
    }
    return merge.result();
  }
}
