package io.cohortrun.workers.shard;

import io.cohortrun.workers.model.DeviceFailed;
import io.cohortrun.workers.model.ModelRejected;
import io.cohortrun.workflows.contract.RunRef;
import io.cohortrun.workflows.contract.ShardActivities;
import io.cohortrun.workflows.contract.ShardFailure;
import io.cohortrun.workflows.contract.ShardInput;
import io.cohortrun.workflows.contract.ShardReceipt;
import io.cohortrun.workflows.contract.Usage;
import io.temporal.activity.Activity;
import io.temporal.client.ActivityCompletionException;
import io.temporal.failure.ApplicationFailure;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Shards as Temporal activities: heartbeats, drain, and failures in words that the workflow knows.
 */
public final class InferShard implements ShardActivities {

  /** Opens what freeze, preflight and plan left of a run; cheap for the run at hand. */
  @FunctionalInterface
  public interface Runs {
    RunView of(RunRef run) throws IOException;
  }

  private final ShardTools tools;
  private final Runs runs;

  public InferShard(ShardTools tools, Runs runs) {
    this.tools = tools;
    this.runs = runs;
  }

  @Override
  public ShardReceipt inferShard(ShardInput input) {
    AtomicReference<Usage> usage = new AtomicReference<>(Usage.NONE);
    try (Heartbeats beats = new Heartbeats(Activity.getExecutionContext())) {
      return infer(input, beats, usage);
    } catch (ModelRejected | ModelFailed | LinkageError e) {
      throw failure(ShardFailure.MODEL, e, usage.get());
    } catch (IOException | DeviceFailed e) {
      throw failure(ShardFailure.INFRASTRUCTURE, e, usage.get());
    } catch (Drained e) {
      // Also where the workflow asked for it: a plain cancellation could not say what it took.
      throw failure(ShardFailure.DRAINED, e, usage.get());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw failure(ShardFailure.DRAINED, e, usage.get());
    } catch (ApplicationFailure | ActivityCompletionException e) {
      throw e;
    }
  }

  private ShardReceipt infer(ShardInput input, Heartbeats beats, AtomicReference<Usage> usage)
      throws IOException, Drained, InterruptedException {
    var shard = new ShardRun(tools, runs.of(input.run()), input, beats::at, beats::stopping);
    try {
      return shard.infer();
    } finally {
      usage.set(shard.usage());
    }
  }

  private static ApplicationFailure failure(String type, Throwable e, Usage usage) {
    String sentence = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    return ApplicationFailure.newFailure(sentence, type, usage);
  }
}
