package io.cohortrun.operator.app;

import io.cohortrun.crds.v1alpha1.CohortRun;
import io.cohortrun.crds.v1alpha1.CohortRunStatus;
import io.cohortrun.operator.adapters.ClusterEvents;
import io.cohortrun.operator.apply.ClusterView;
import io.cohortrun.operator.apply.Turn;
import io.cohortrun.operator.desired.WorkerJobs;
import io.cohortrun.operator.status.News;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.javaoperatorsdk.operator.api.config.informer.InformerEventSourceConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.SecondaryToPrimaryMapper;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import io.javaoperatorsdk.operator.processing.event.source.informer.Mappers;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Events to turns: no rule about runs is here. */
@ControllerConfiguration(name = "cohortrun")
final class CohortRunReconciler implements Reconciler<CohortRun> {

  private static final Logger LOG = LoggerFactory.getLogger(CohortRunReconciler.class);

  /** What has changed is in the cache by then. */
  private static final Duration AGAIN = Duration.ofSeconds(1);

  /** How API servers say that a kind lacks a field. */
  private static final String UNDECLARED = "field not declared in schema";

  private final Turn turn;
  private final TurnMetrics turns;
  private final FleetMetrics fleet;
  private final ClusterEvents events;
  private final KubernetesClient children;
  private volatile Supplier<Stream<CohortRun>> there = Stream::empty;

  /**
   * Over these.
   *
   * @param children reads Jobs and pods, and may leave out what no turn looks at
   */
  CohortRunReconciler(
      Turn turn,
      TurnMetrics turns,
      FleetMetrics fleet,
      ClusterEvents events,
      KubernetesClient children) {
    this.children = children;
    this.events = events;
    this.turn = turn;
    this.turns = turns;
    this.fleet = fleet;
  }

  @Override
  public List<EventSource<?, CohortRun>> prepareEventSources(
      EventSourceContext<CohortRun> context) {
    there = () -> context.getPrimaryCache().list(run -> true);
    fleet.watch(there);
    return List.of(
        children(Job.class, Mappers.fromOwnerReferences(CohortRun.class), context),
        children(Pod.class, CohortRunReconciler::runOf, context));
  }

  @Override
  public UpdateControl<CohortRun> reconcile(CohortRun run, Context<CohortRun> context) {
    ClusterView cluster =
        new ClusterView(
            List.copyOf(context.getSecondaryResources(Job.class)),
            List.copyOf(context.getSecondaryResources(Pod.class)));
    UpdateControl<CohortRun> control = UpdateControl.noUpdate();
    TurnMetrics.Result result = TurnMetrics.Result.FAILED;
    try {
      turns
          .timed(() -> turn.take(run, cluster, (of, next) -> write(of, next, context)))
          .ifPresent(control::rescheduleAfter);
      result = TurnMetrics.Result.DONE;
      fleet.judged(run);
    } catch (KubernetesClientException e) {
      if (e.getCode() != HttpURLConnection.HTTP_CONFLICT
          && e.getCode() != HttpURLConnection.HTTP_NOT_FOUND) {
        throw e;
      }
      LOG.debug(
          "{} has changed or gone since it was read: {}",
          ResourceID.fromResource(run),
          e.getMessage());
      result = TurnMetrics.Result.CONFLICT;
      control.rescheduleAfter(AGAIN);
    } finally {
      turns.ended(result);
    }
    return control;
  }

  /** What is remembered of runs that are deleted goes: their deletion has no turn. */
  void forgetDeleted() {
    turn.forgetAllBut(
        there.get().map(run -> run.getMetadata().getUid()).collect(Collectors.toSet()));
  }

  /** With the version that was read: who has seen less than the server has writes nothing. */
  private CohortRun write(CohortRun run, CohortRunStatus next, Context<CohortRun> context) {
    CohortRun fresh = new CohortRun();
    fresh.setMetadata(
        new ObjectMetaBuilder()
            .withName(run.getMetadata().getName())
            .withNamespace(run.getMetadata().getNamespace())
            .withUid(run.getMetadata().getUid())
            .withResourceVersion(run.getMetadata().getResourceVersion())
            .build());
    fresh.setStatus(next);
    CohortRun written = applied(run, fresh, context);
    turns.wrote(run.getMetadata().getNamespace(), run.getStatus(), next);
    News.between(Objects.requireNonNullElseGet(run.getStatus(), CohortRunStatus::new), next)
        .forEach(news -> events.tell(written, news));
    return written;
  }

  /**
   * Once: the SDK's own helpers for statuses read a newer version after a conflict, and write what
   * was made of the older one over it.
   *
   * @throws IllegalStateException the kind lacks a field: an API server takes no such status
   */
  private static CohortRun applied(CohortRun run, CohortRun fresh, Context<CohortRun> context) {
    try {
      CohortRun written =
          context
              .getClient()
              .resource(fresh)
              .subresource("status")
              .patch(
                  new PatchContext.Builder()
                      .withPatchType(PatchType.SERVER_SIDE_APPLY)
                      .withFieldManager(context.getControllerConfiguration().fieldManager())
                      .withForce(true)
                      .build());
      // The next turn sees it, though the watch may be late.
      context
          .eventSourceRetriever()
          .getControllerEventSource()
          .handleRecentResourceUpdate(ResourceID.fromResource(run), written, run);
      return written;
    } catch (KubernetesClientException e) {
      if (String.valueOf(e.getMessage()).contains(UNDECLARED)) {
        throw new IllegalStateException(
            "the kind CohortRun of this cluster is of an earlier release than this operator, and its runs stand still: upgrade the kind with the release that installs it ("
                + e.getMessage()
                + ")",
            e);
      }
      throw e;
    }
  }

  private static Set<ResourceID> runOf(Pod pod) {
    String name = pod.getMetadata().getAnnotations().get(WorkerJobs.RUN);
    return name == null ? Set.of() : Set.of(new ResourceID(name, pod.getMetadata().getNamespace()));
  }

  private <R extends HasMetadata> EventSource<R, CohortRun> children(
      Class<R> type, SecondaryToPrimaryMapper<R> toRun, EventSourceContext<CohortRun> context) {
    return new InformerEventSource<>(
        InformerEventSourceConfiguration.from(type, CohortRun.class)
            .withName(type.getSimpleName())
            .withKubernetesClient(children)
            .withLabelSelector(WorkerJobs.OURS)
            .withSecondaryToPrimaryMapper(toRun)
            .withNamespacesInheritedFromController()
            .build(),
        context);
  }
}
