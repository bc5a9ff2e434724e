package io.cohortrun.operator.adapters;

import io.cohortrun.operator.desired.GpuClaims;
import io.cohortrun.operator.desired.GpuRequest;
import io.cohortrun.operator.desired.RunPlace;
import io.cohortrun.operator.desired.WorkerJobs;
import io.cohortrun.operator.desired.WorkerProfile;
import io.cohortrun.operator.observe.Epoch;
import io.cohortrun.operator.observe.Pool;
import io.cohortrun.operator.ports.WorkerPools;
import io.cohortrun.operator.ports.WorkersRefused;
import io.fabric8.kubernetes.api.model.DeletionPropagation;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import io.fabric8.kubernetes.api.model.resource.v1.ResourceClaimTemplate;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.net.HttpURLConnection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Worker Jobs, made by server-side apply, one after another; {@link Epoch} orders them. */
public final class ClusterPools implements WorkerPools {

  /** Owner of the fields that are applied here. */
  public static final String FIELD_MANAGER = "cohortrun-operator";

  private static final PatchContext APPLY =
      new PatchContext.Builder()
          .withPatchType(PatchType.SERVER_SIDE_APPLY)
          .withFieldManager(FIELD_MANAGER)
          .withForce(true)
          .build();

  /** What a later turn finds otherwise: gone, changed meanwhile, asked too often. */
  private static final Set<Integer> OF_THE_MOMENT =
      Set.of(HttpURLConnection.HTTP_NOT_FOUND, HttpURLConnection.HTTP_CONFLICT, 429);

  private final KubernetesClient client;

  public ClusterPools(KubernetesClient client) {
    this.client = client;
  }

  @Override
  public void scale(RunPlace run, Pool pool, Epoch epoch, int replicas, WorkerProfile profile)
      throws WorkersRefused {
    try {
      make(run, pool, epoch, replicas, profile);
    } catch (KubernetesClientException e) {
      if (isRefusal(e)) {
        throw new WorkersRefused(
            "the API server refuses the %s workers' Job: %s"
                .formatted(WorkerJobs.word(pool), e.getStatus().getMessage()),
            e);
      }
      throw e;
    }
  }

  /**
   * It answered, and not that others were faster or that it is busy; a webhook's fault is a 500.
   */
  private static boolean isRefusal(KubernetesClientException e) {
    return e.getStatus() != null
        && e.getStatus().getMessage() != null
        && e.getCode() <= HttpURLConnection.HTTP_INTERNAL_ERROR
        && !OF_THE_MOMENT.contains(e.getCode());
  }

  private void make(RunPlace run, Pool pool, Epoch epoch, int replicas, WorkerProfile profile)
      throws WorkersRefused {
    List<? extends Resource<Job>> all = jobs(run, pool);
    if (all.stream().anyMatch(j -> Epoch.of(j.item()).compareTo(epoch) > 0)) {
      return;
    }
    Job job = WorkerJobs.job(run, pool, epoch, replicas, profile);
    Optional<? extends Resource<Job>> there =
        all.stream().filter(j -> Epoch.of(j.item()).equals(epoch)).findFirst();
    if (there.isEmpty()) {
      if (profile.gpu() instanceof GpuRequest.Claim claim) {
        template(run, pool, claim);
      }
      client.resource(job).patch(APPLY);
    } else if (run.queue().isEmpty()) {
      // Its template cannot change.
      there
          .get()
          .edit(
              j ->
                  new JobBuilder(j)
                      .editSpec()
                      .withParallelism(replicas)
                      .withCompletions(replicas)
                      .endSpec()
                      .build());
    }
    all.stream().filter(j -> Epoch.of(j.item()).compareTo(epoch) < 0).forEach(ClusterPools::delete);
  }

  /** Made once; what its pods name cannot change under them. */
  private void template(RunPlace run, Pool pool, GpuRequest.Claim claim) throws WorkersRefused {
    Resource<ResourceClaimTemplate> there = client.resource(GpuClaims.template(run, claim));
    if (there.get() != null) {
      return;
    }
    try {
      there.patch(APPLY);
    } catch (KubernetesClientException e) {
      if (e.getCode() == HttpURLConnection.HTTP_NOT_FOUND
          && !client.supports(ResourceClaimTemplate.class)) {
        throw new WorkersRefused(
            "the %s workers' profile asks for device class %s, and this API server has no %s of %s, which Kubernetes serves from 1.34 on: name a profile that asks for a device plugin's resource"
                .formatted(
                    WorkerJobs.word(pool),
                    claim.deviceClass(),
                    there.item().getKind(),
                    there.item().getApiVersion()),
            e);
      }
      throw e;
    }
  }

  @Override
  public void remove(RunPlace run, Pool pool) {
    jobs(run, pool).forEach(ClusterPools::delete);
  }

  /** As the API server has them. */
  private List<? extends Resource<Job>> jobs(RunPlace run, Pool pool) {
    return client
        .batch()
        .v1()
        .jobs()
        .inNamespace(run.namespace())
        .withLabels(Map.of(WorkerJobs.RUN_UID, run.uid(), WorkerJobs.POOL, WorkerJobs.word(pool)))
        .resources()
        .toList();
  }

  private static void delete(Resource<Job> job) {
    job.withPropagationPolicy(DeletionPropagation.BACKGROUND).delete();
  }
}
