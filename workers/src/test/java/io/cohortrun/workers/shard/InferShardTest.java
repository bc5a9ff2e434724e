package io.cohortrun.workers.shard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cohortrun.workers.cohort.BusyCarriers;
import io.cohortrun.workers.manifest.ManifestRow;
import io.cohortrun.workers.model.Bundle;
import io.cohortrun.workers.model.ModelRejected;
import io.cohortrun.workers.model.TileModel;
import io.cohortrun.workers.slide.SlideInspection;
import io.cohortrun.workers.store.ObjectStore;
import io.cohortrun.workers.store.Stores;
import io.cohortrun.workflows.contract.CohortInput;
import io.cohortrun.workflows.contract.RunRef;
import io.cohortrun.workflows.contract.ShardActivities;
import io.cohortrun.workflows.contract.ShardFailure;
import io.cohortrun.workflows.contract.ShardInput;
import io.cohortrun.workflows.contract.ShardProgress;
import io.cohortrun.workflows.contract.Usage;
import io.cohortrun.workflows.plan.PlannedShard;
import io.temporal.failure.ActivityFailure;
import io.temporal.failure.ApplicationFailure;
import io.temporal.testing.TestActivityEnvironment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InferShardTest {

  @TempDir Path dir;
  private final TestActivityEnvironment temporal = TestActivityEnvironment.newInstance();
  private SmallCohort cohort;

  @BeforeEach
  void lookAtTheSlide() throws Exception {
    cohort =
        new SmallCohort(
                Stores.open(dir.resolve("out").toString()),
                Files.createDirectories(dir.resolve("scratch")),
                "Summary")
            .with(SmallCohort.copy("CMU-1-Small-Region.svs", dir.resolve("slides")))
            .inOneShard();
  }

  @AfterEach
  void close() {
    temporal.close();
  }

  @Test
  void theReceiptIsSmallAndHeartbeatsNameTheSlideInFlight() {
    List<ShardProgress> beats = Collections.synchronizedList(new ArrayList<>());
    temporal.setActivityHeartbeatListener(ShardProgress.class, beats::add);
    var receipt = activity(cohort.tools(), cohort).inferShard(input());
    assertThat(receipt.slides()).isEqualTo(1);
    assertThat(receipt.tiles()).isEqualTo(cohort.inspections.getFirst().tiles());
    assertThat(beats).isNotEmpty().allMatch(b -> b.worker().startsWith("pid-"));
    assertThat(receipt.usage().usefulSeconds()).isPositive();
    assertThat(receipt.usage().outputBytes()).isGreaterThan(10_000);
  }

  @Test
  void anUnreachableStoreIsInfrastructure() {
    assertFails(
        activity(cohort.tools(), new Away()), ShardFailure.INFRASTRUCTURE, "the store is away");
  }

  @Test
  void aRefusedBundleIsChargedToTheModel() {
    assertFails(
        activity(with(new Refusing()), cohort), ShardFailure.MODEL, "the golden pair drifted");
  }

  @Test
  void aModelThatBreaksIsChargedToTheModelAndNotToTheSlide() {
    cohort.model.breaksAt = 20;
    assertFails(activity(cohort.tools(), cohort), ShardFailure.MODEL, "device lost");
  }

  @Test
  void aCancelledShardLeavesItsCheckpointAndSaysSo() {
    temporal.requestCancelActivity();
    assertThatThrownBy(() -> activity(cohort.tools(), cohort).inferShard(input()))
        .isInstanceOf(ActivityFailure.class)
        .cause()
        .isInstanceOfSatisfying(
            ApplicationFailure.class,
            f -> {
              assertThat(f.getType()).isEqualTo(ShardFailure.DRAINED);
              assertThat(f.getDetails().get(Usage.class)).isNotNull();
            });
    assertThat(cohort.model.inferred.get()).isLessThan(cohort.inspections.getFirst().tiles());
  }

  @Test
  void aShardBeatsThoughOthersComputeOnEveryProcessor() {
    List<ShardProgress> beats = Collections.synchronizedList(new ArrayList<>());
    temporal.setActivityHeartbeatListener(ShardProgress.class, beats::add);
    AtomicBoolean heard = new AtomicBoolean();
    temporal.registerActivitiesImplementations(
        new InferShard(
            cohort.tools(),
            ref -> {
              heard.set(beatsWhileOthersCompute(beats));
              return cohort;
            }));
    temporal.newActivityStub(ShardActivities.class).inferShard(input());
    assertThat(heard).isTrue();
  }

  /** Twice: the first may have been on its way before. */
  private static boolean beatsWhileOthersCompute(List<ShardProgress> beats) throws IOException {
    try {
      return BusyCarriers.during(
          () -> {
            int enough = beats.size() + 2;
            for (int i = 0; i < 190 && beats.size() < enough; i++) {
              TimeUnit.MILLISECONDS.sleep(100);
            }
            return beats.size() >= enough;
          });
    } catch (Exception e) {
      throw new IOException(e);
    }
  }

  private ShardActivities activity(ShardTools tools, RunView run) {
    temporal.registerActivitiesImplementations(new InferShard(tools, ref -> run));
    return temporal.newActivityStub(ShardActivities.class);
  }

  private ShardTools with(ModelSource models) {
    var t = cohort.tools();
    return new ShardTools(
        t.staging(), t.opener(), models, t.pace(), t.inferring(), t.metrics(), t.scratch());
  }

  private ShardInput input() {
    return new ShardInput(
        cohort.run(), 0, 0, 1, ShardInput.WHOLE_SHARD, List.of(), List.of(), List.of());
  }

  private void assertFails(ShardActivities activity, String type, String sentence) {
    assertThatThrownBy(() -> activity.inferShard(input()))
        .isInstanceOf(ActivityFailure.class)
        .cause()
        .isInstanceOfSatisfying(
            ApplicationFailure.class,
            f -> {
              assertThat(f.getType()).isEqualTo(type);
              assertThat(f.getOriginalMessage()).contains(sentence);
            });
  }

  private final class Refusing implements ModelSource {
    @Override
    public TileModel model(CohortInput input) {
      throw new ModelRejected(
          ModelRejected.Code.GoldenDrift, "the golden pair drifted on this device");
    }

    @Override
    public Bundle bundle(CohortInput input) {
      return cohort.model.bundle();
    }
  }

  /** A run whose store went away. */
  private final class Away implements RunView {
    @Override
    public RunRef run() {
      return cohort.run();
    }

    @Override
    public ObjectStore store() {
      return cohort.store();
    }

    @Override
    public CohortInput input() throws IOException {
      throw new IOException("out: the store is away; check the network");
    }

    @Override
    public PlannedShard shard(int partition, int shard) {
      return cohort.shard(partition, shard);
    }

    @Override
    public SlideInspection inspection(int row) {
      return cohort.inspection(row);
    }

    @Override
    public ManifestRow row(int row) {
      return cohort.row(row);
    }
  }
}
