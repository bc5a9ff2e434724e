package io.cohortrun.operator.apply;

import io.cohortrun.crds.v1alpha1.CohortRun;
import io.cohortrun.crds.v1alpha1.CohortRunStatus;
import io.cohortrun.crds.v1alpha1.Frozen;
import io.cohortrun.operator.decide.Decide;
import io.cohortrun.operator.decide.Decision;
import io.cohortrun.operator.decide.Intent;
import io.cohortrun.operator.observe.EngineView;
import io.cohortrun.operator.observe.Losses;
import io.cohortrun.operator.observe.Observation;
import io.cohortrun.operator.observe.Observation.Problem;
import io.cohortrun.operator.observe.Observe;
import io.cohortrun.operator.observe.Pool;
import io.cohortrun.operator.observe.PoolView;
import io.cohortrun.operator.observe.PoolViews;
import io.cohortrun.operator.observe.Recorded;
import io.cohortrun.operator.observe.Spent;
import io.cohortrun.operator.ports.EngineAway;
import io.cohortrun.operator.ports.GpuNodes;
import io.cohortrun.operator.ports.Queues;
import io.cohortrun.operator.ports.Removal;
import io.cohortrun.operator.ports.RunEngine;
import io.cohortrun.operator.ports.Statuses;
import io.cohortrun.operator.ports.WorkerPools;
import io.cohortrun.operator.status.StatusBuilder;
import io.cohortrun.operator.status.StatusWrites;
import io.cohortrun.operator.translate.SpecDigest;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * One turn of one run. The status says what will be done before it is done: an operator that dies
 * between the two finds its intent, and no other can start a workflow that this one may have
 * started.
 */
public final class Turn {

  private final Function<String, RunEngine> engines;
  private final AskedPools pools;
  private final GpuNodes gpus;
  private final Queues queues;
  private final Removal removal;
  private final Supplier<Platform> platform;
  private final Clock clock;
  private final Map<String, Told> told = new ConcurrentHashMap<>();

  /** Over these ports; {@code platform} is asked once a turn. */
  public Turn(
      Function<String, RunEngine> engines,
      WorkerPools pools,
      GpuNodes gpus,
      Queues queues,
      Removal removal,
      Supplier<Platform> platform,
      Clock clock) {
    this.gpus = gpus;
    this.queues = queues;
    this.removal = removal;
    this.engines = engines;
    this.pools = new AskedPools(pools, clock);
    this.platform = platform;
    this.clock = clock;
  }

  /**
   * Takes it.
   *
   * @param run as the API server has it, defaults applied
   * @param cluster its Jobs and pods
   * @return when to look again at the latest; empty where only a change can matter
   */
  public Optional<Duration> take(CohortRun run, ClusterView cluster, Statuses statuses) {
    Platform now = platform.get();
    Profiles profiles = new Profiles(run, now);
    RunEngine engine = engines.apply(run.getMetadata().getNamespace());
    CohortRunStatus before = Objects.requireNonNullElseGet(run.getStatus(), CohortRunStatus::new);
    Told toldBefore = told.computeIfAbsent(run.getMetadata().getUid(), uid -> new Told(clock));
    Observation o = observe(run, before, cluster, profiles, engine, toldBefore);
    Decision decision = Decide.decide(o);
    CohortRunStatus next =
        StatusBuilder.build(before, o, decision, run.getMetadata().getGeneration());
    boolean ended = next.getFrozen() != null && decision.state().isTerminal();
    if (next.getWorkflowId() != null && !ended && profiles.problem().isEmpty()) {
      next.setFrozen(frozen(run, profiles, next.getFrozen()));
    }
    CohortRun written = StatusWrites.isDue(before, next, o.now()) ? statuses.write(run, next) : run;
    try {
      new Intents(written, new Profiles(written, now), engine, pools, statuses, removal, toldBefore)
          .carryOut(decision.intents());
    } catch (EngineAway e) {
      // The next turn finds it away, says so, and finds the intent.
      return Optional.of(Duration.ofSeconds(1));
    }
    if (decision.state().isTerminal()) {
      told.remove(run.getMetadata().getUid());
      pools.forget(run.getMetadata().getUid());
    }
    boolean started = decision.intents().stream().anyMatch(Intent.Start.class::isInstance);
    return started ? Optional.of(Duration.ofSeconds(1)) : decision.again();
  }

  /**
   * Forgets all runs but these: one that was deleted while it was open has no turn that ends it.
   *
   * @param there uids; of one that is missed by mistake, the workflow is told once more
   */
  public void forgetAllBut(Set<String> there) {
    told.keySet().retainAll(there);
    pools.forgetAllBut(there);
  }

  private Observation observe(
      CohortRun run,
      CohortRunStatus before,
      ClusterView cluster,
      Profiles profiles,
      RunEngine engine,
      Told told) {
    Instant now = clock.instant();
    Recorded recorded = Observe.recorded(before);
    EngineView view = engine.describe(Observe.workflowId(run, recorded));
    Map<Pool, PoolView> views = new EnumMap<>(Pool.class);
    for (Pool pool : Pool.values()) {
      views.put(
          pool,
          PoolViews.of(
                  recorded.attempt(),
                  cluster.jobs(pool),
                  cluster.pods(pool),
                  profiles.gpu(pool),
                  this::whyQueued,
                  now)
              .refused(pools.refusal(run.getMetadata().getUid(), pool)));
    }
    Optional<Problem> problem =
        profiles.problem().or(() -> Starts.problem(run, recorded.attempt()));
    return new Observation(
        run.getMetadata().getUid(),
        run.getSpec().getOutput().getUri(),
        Observe.wanted(run, recorded),
        recorded,
        problem,
        view,
        views,
        problem.isPresent() ? Optional.empty() : gpus.of(profiles.of(Pool.GPU)),
        Spent.recorded(before, now)
            .and(view, cluster.podsOf(recorded.attempt()), profiles::gpusOf, now),
        profiles.ceilings(),
        told.lately(),
        Losses.among(cluster.pods(), told.lostAmong(cluster.podUids())),
        profiles.platform().paused(),
        Observe.lastProgress(
            before, views.values().stream().anyMatch(v -> v.waiting().isPresent()), now),
        Observe.expires(run, before),
        now);
  }

  /**
   * What it begins with. A field that is not recorded counts from now on: while a kind is upgraded,
   * a watch that began before still drops what the earlier kind did not have.
   */
  private static Frozen frozen(CohortRun run, Profiles profiles, Frozen recorded) {
    Frozen frozen = Objects.requireNonNullElseGet(recorded, Frozen::new);
    if (frozen.getSpec() == null) {
      frozen.setSpec(SpecDigest.of(run.getSpec()));
    }
    if (frozen.getImage() == null) {
      frozen.setImage(profiles.of(Pool.GPU).image());
    }
    if (frozen.getCpuImage() == null) {
      frozen.setCpuImage(profiles.of(Pool.CPU).image());
    }
    return frozen;
  }

  private Optional<String> whyQueued(Job job) {
    return queues.why(job.getMetadata().getNamespace(), job.getMetadata().getUid());
  }
}
