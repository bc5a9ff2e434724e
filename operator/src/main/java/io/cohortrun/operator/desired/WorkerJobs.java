package io.cohortrun.operator.desired;

import io.cohortrun.crds.v1alpha1.CohortRun;
import io.cohortrun.operator.observe.Epoch;
import io.cohortrun.operator.observe.Pool;
import io.cohortrun.operator.observe.PoolViews;
import io.cohortrun.workflows.contract.WorkerExit;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.PodFailurePolicyBuilder;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Workers as elastic Indexed Jobs: completions equal parallelism and change together, so that every
 * worker that ended is replaced until inference is over. A plain work-queue Job would replace
 * nobody after the first success.
 */
public final class WorkerJobs {

  /** Label: the run's uid. */
  public static final String RUN_UID = "cohortrun.io/run-uid";

  /** Label: {@code cpu} or {@code gpu}. */
  public static final String POOL = "cohortrun.io/pool";

  /** Selector of all Jobs and pods that are made here. */
  public static final String OURS = "app.kubernetes.io/managed-by=cohortrun";

  /** Annotation of pods: the run's name, which may be too long for a label. */
  public static final String RUN = "cohortrun.io/run";

  /** Pods end for reasons that are nobody's fault; the run has a ceiling of its own. */
  private static final int NO_LIMIT = Integer.MAX_VALUE;

  private WorkerJobs() {}

  /**
   * One pool.
   *
   * @param epoch a later one for a retry, and where pods of the one before do not end
   */
  public static Job job(RunPlace run, Pool pool, Epoch epoch, int replicas, WorkerProfile profile) {
    return new JobBuilder()
        .withNewMetadata()
        .withName(name(run, pool, epoch))
        .withNamespace(run.namespace())
        .withLabels(labels(run, pool, epoch))
        .withOwnerReferences(owner(run))
        .endMetadata()
        .withNewSpec()
        .withCompletionMode("Indexed")
        .withParallelism(replicas)
        .withCompletions(replicas)
        .withBackoffLimit(NO_LIMIT)
        .withPodReplacementPolicy("Failed")
        .withPodFailurePolicy(
            new PodFailurePolicyBuilder()
                .addNewRule()
                .withAction("Ignore")
                .addNewOnPodCondition()
                .withType("DisruptionTarget")
                .withStatus("True")
                .endOnPodCondition()
                .endRule()
                .addNewRule()
                .withAction("Ignore")
                .withNewOnExitCodes()
                .withContainerName(WorkerProfile.CONTAINER)
                .withOperator("In")
                .withValues(WorkerExit.DRAINED)
                .endOnExitCodes()
                .endRule()
                .build())
        // Kueue starts it; it then owns suspend and parallelism.
        .withSuspend(run.queue().isPresent() ? true : null)
        .withTemplate(WorkerPods.template(run, pool, labels(run, pool, epoch), profile))
        .endSpec()
        .build();
  }

  /** Unique in its namespace for ever: the run's uid is part of it; at most 63 characters. */
  static String name(RunPlace run, Pool pool, Epoch epoch) {
    String tail = "-%s-%s-%s".formatted(run.uid().substring(0, 8), word(pool), epoch.suffix());
    int room = 63 - tail.length();
    String head = run.name().length() <= room ? run.name() : run.name().substring(0, room);
    return head + tail;
  }

  static Map<String, String> labels(RunPlace run, Pool pool, Epoch epoch) {
    Map<String, String> labels = new HashMap<>();
    labels.put("app.kubernetes.io/name", "cohortrun-worker");
    labels.put("app.kubernetes.io/managed-by", "cohortrun");
    labels.put(RUN_UID, run.uid());
    labels.put(POOL, word(pool));
    labels.put(Epoch.ATTEMPT, Integer.toString(epoch.attempt()));
    labels.put(Epoch.REPLACEMENT, Integer.toString(epoch.replacement()));
    run.queue().ifPresent(queue -> labels.put(PoolViews.QUEUE, queue));
    return labels;
  }

  static OwnerReference owner(RunPlace run) {
    return new OwnerReferenceBuilder()
        .withApiVersion(HasMetadata.getApiVersion(CohortRun.class))
        .withKind(HasMetadata.getKind(CohortRun.class))
        .withName(run.name())
        .withUid(run.uid())
        .withController(true)
        .withBlockOwnerDeletion(false)
        .build();
  }

  /** Whether a Job or pod belongs to a pool. */
  public static boolean isOf(HasMetadata object, Pool pool) {
    return word(pool).equals(object.getMetadata().getLabels().get(POOL));
  }

  /** A pool as it stands in labels and names. */
  public static String word(Pool pool) {
    return pool.name().toLowerCase(Locale.ROOT);
  }
}
