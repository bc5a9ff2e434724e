package io.cohortrun.workers.shard;

import io.cohortrun.workers.model.DeviceFailed;
import io.cohortrun.workers.model.ModelRejected;
import io.cohortrun.workflows.contract.RunRef;
import io.cohortrun.workflows.contract.ShardActivities;
import io.cohortrun.workflows.contract.ShardFailure;
import io.cohortrun.workflows.contract.ShardInput;
import io.cohortrun.workflows.contract.ShardReceipt;
import io.temporal.activity.Activity;
import io.temporal.client.ActivityCompletionException;
import io.temporal.failure.ApplicationFailure;
import java.io.IOException;

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
    try (Heartbeats beats = new Heartbeats(Activity.getExecutionContext())) {
      try {
        return new ShardRun(tools, runs.of(input.run()), input, beats::at, beats::stopping).infer();
      } catch (Drained e) {
        throw beats
            .cancelled()
            .<RuntimeException>map(cancelled -> cancelled)
            .orElseGet(() -> failure(ShardFailure.DRAINED, e));
      }
    } catch (ModelRejected | ModelFailed | LinkageError e) {
      throw failure(ShardFailure.MODEL, e);
    } catch (IOException | DeviceFailed e) {
      throw failure(ShardFailure.INFRASTRUCTURE, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw failure(ShardFailure.DRAINED, e);
    } catch (ApplicationFailure | ActivityCompletionException e) {
      throw e;
    }
  }

  private static ApplicationFailure failure(String type, Throwable e) {
    String sentence = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    return ApplicationFailure.newFailure(sentence, type);
  }
}
