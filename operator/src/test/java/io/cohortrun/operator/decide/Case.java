package io.cohortrun.operator.decide;

import io.cohortrun.crds.v1alpha1.ConditionReason;
import io.cohortrun.crds.v1alpha1.Mode;
import io.cohortrun.crds.v1alpha1.State;
import io.cohortrun.operator.observe.Ceilings;
import io.cohortrun.operator.observe.CreatedPods;
import io.cohortrun.operator.observe.EngineView;
import io.cohortrun.operator.observe.GpuView;
import io.cohortrun.operator.observe.HeldGpus;
import io.cohortrun.operator.observe.Observation;
import io.cohortrun.operator.observe.Observation.Problem;
import io.cohortrun.operator.observe.Pool;
import io.cohortrun.operator.observe.PoolView;
import io.cohortrun.operator.observe.Recorded;
import io.cohortrun.operator.observe.Sent;
import io.cohortrun.operator.observe.Spent;
import io.cohortrun.operator.observe.Wanted;
import io.cohortrun.workflows.contract.CohortResult;
import io.cohortrun.workflows.contract.FaultyDevice;
import io.cohortrun.workflows.contract.RunProgress;
import io.cohortrun.workflows.contract.SignOff;
import io.cohortrun.workflows.contract.Usage;
import io.cohortrun.workflows.contract.ValidationResult;
import io.cohortrun.workflows.contract.WorkerLost;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** An observation from words: what the status knows, what Temporal says, what happens. */
public final class Case {

  public static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");
  static final String ID = "cohortrun-u-1";
  public static final String RUN = "first";

  private boolean suspend;
  private boolean deleting;
  private boolean platformPaused;
  private Mode mode = Mode.Run;
  private int retry;
  private Spent spent = new Spent(CreatedPods.NONE, new HeldGpus(0, NOW), Usage.NONE);
  private Ceilings ceilings = Ceilings.NONE;
  private Ceilings platforms = Ceilings.NONE;
  private boolean queued;
  private Optional<SignOff> decision = Optional.empty();
  private Recorded recorded = Recorded.NOTHING;
  private Optional<Problem> problem = Optional.empty();
  private EngineView engine;
  private final Map<Pool, PoolView> pools = new EnumMap<>(Pool.class);
  private Optional<GpuView> gpus = Optional.empty();
  private Sent sent = Sent.NOTHING;
  private List<WorkerLost> losses = List.of();
  private Instant now = NOW;
  private Instant lastProgress = NOW;
  private Optional<Instant> expires = Optional.empty();

  public static Observation of(String status, String temporal, String events) {
    return at(NOW, status, temporal, events);
  }

  public static Observation at(Instant now, String status, String temporal, String events) {
    return at(now, status, temporal(temporal), events);
  }

  public static Observation at(Instant now, String status, EngineView engine, String events) {
    Case c = new Case();
    c.now = now;
    c.status(status);
    c.engine = engine;
    for (String event : events.split(",", -1)) {
      c.event(event.strip());
    }
    return c.observation();
  }

  private Observation observation() {
    return new Observation(
        "u",
        "s3://results/study",
        new Wanted(suspend, mode, retry, 1, 4, queued, ceilings, decision, deleting),
        recorded,
        problem,
        engine,
        pools,
        gpus,
        spent,
        platforms,
        sent,
        losses,
        platformPaused,
        lastProgress,
        expires,
        now);
  }

  private void status(String word) {
    recorded =
        switch (word) {
          case "nothing" -> Recorded.NOTHING;
          case "intended" -> new Recorded(1, ID, "", State.Pending);
          case "started" -> new Recorded(1, ID, RUN, State.Running);
          case "Preflighted" -> new Recorded(1, ID + "-preflight", RUN, State.Preflighted);
          default -> new Recorded(1, ID, RUN, State.valueOf(word));
        };
  }

  private static EngineView temporal(String word) {
    return switch (word) {
      case "away" -> new EngineView.Away("Temporal at t:7233 does not answer");
      case "absent" -> new EngineView.Absent();
      case "foreign" -> new EngineView.Open("other", progress("Infer", false));
      case "paused" -> new EngineView.Open(RUN, progress("Infer", true));
      case "Freeze", "Preflight", "Plan", "Infer", "SignOff", "Publish" ->
          new EngineView.Open(RUN, progress(word, false));
      case "one fault" -> faulty(1);
      case "card quarantined" -> faulty(2);
      case "paused SignOff" -> new EngineView.Open(RUN, progress("SignOff", true));
      case "rejected" ->
          new EngineView.Broken(RUN, ConditionReason.REJECTED, "jane did not approve", Usage.NONE);
      case "cancelled" ->
          new EngineView.Broken(RUN, ConditionReason.CANCELLED, "cancelled by hand", Usage.NONE);
      case "failed" ->
          new EngineView.Broken(
              RUN, ConditionReason.BAD_MANIFEST, "row 3: no slide_id", Usage.NONE);
      case "valid" -> ended("Complete", new ValidationResult(8, List.of()));
      case "marked" -> ended("Complete", new ValidationResult(6, List.of("Drift", "Attrition")));
      case "NotValidated" -> ended(word, new ValidationResult(7, List.of("PermutedOutcomes")));
      default -> ended(word, null);
    };
  }

  private static EngineView faulty(int faults) {
    return new EngineView.Open(
        RUN,
        progress("Infer", false),
        List.of(new FaultyDevice("GPU-7", "node-3", faults)),
        Optional.empty());
  }

  private static EngineView ended(String state, ValidationResult validation) {
    return new EngineView.Ended(
        RUN,
        new CohortResult(
            CohortResult.State.valueOf(state),
            3,
            new TreeMap<>(),
            new TreeMap<>(),
            "abc",
            validation),
        Usage.NONE);
  }

  private static RunProgress progress(String phase, boolean paused) {
    return new RunProgress(phase, paused, 2, 10, 1, 50, 300, 0, Usage.NONE);
  }

  private void event(String word) {
    switch (word) {
      case "" -> {}
      case "suspend" -> suspend = true;
      case "hold all" -> platformPaused = true;
      case "delete" -> deleting = true;
      case "retry" -> retry = 1;
      case "retry twice" -> retry = 2;
      case "preflight" -> mode = Mode.Preflight;
      case "approve" -> decision = Optional.of(new SignOff(true, "jane", ""));
      case "reject" -> decision = Optional.of(new SignOff(false, "jane", ""));
      case "problem" ->
          problem = Optional.of(new Problem(ConditionReason.UNKNOWN_PROFILE, "no profile h100"));
      case "pods at ceiling" -> {
        spent = new Spent(new CreatedPods(20, NOW, 1), new HeldGpus(0, NOW), Usage.NONE);
        ceilings = Ceilings.of(20, null, null);
      }
      case "gpu hours at ceiling" -> gpuHours(2.0);
      case "gpu hours below" -> gpuHours(2.001);
      case "bytes at quota" -> {
        spent = new Spent(CreatedPods.NONE, new HeldGpus(0, NOW), new Usage(0, 0, 5000));
        ceilings = Ceilings.of(null, null, "5k");
      }
      case "platform allows 1 hour" -> platforms = Ceilings.of(null, 1.0, null);
      case "platform allows 20 pods" -> {
        spent = new Spent(new CreatedPods(20, NOW, 1), new HeldGpus(0, NOW), Usage.NONE);
        platforms = Ceilings.of(20, null, null);
      }
      case "platform allows 5000 bytes" -> {
        spent = new Spent(CreatedPods.NONE, new HeldGpus(0, NOW), new Usage(0, 0, 5000));
        platforms = Ceilings.of(null, null, "5k");
      }
      case "queue" -> queued = true;
      case "queue admits fewer" -> pools.put(Pool.GPU, new PoolView(2, 2, Optional.empty()));
      case "queue holds" -> gpuWaits(ConditionReason.QUEUED, 3600);
      case "cpu runs" -> pools.put(Pool.CPU, new PoolView(1, 1, Optional.empty()));
      case "gpu runs" -> pools.put(Pool.GPU, new PoolView(4, 2, Optional.empty()));
      case "no rights" -> gpus(new GpuView.Capacity.Unknown("no"), new GpuView.Stack.Unknown("no"));
      case "two nodes" ->
          gpus(
              new GpuView.Capacity.Known(2, 16, 0, List.of()),
              new GpuView.Stack.Known(true, List.of("ClusterPolicy gpu: ready")));
      case "other gpus" ->
          gpus(
              new GpuView.Capacity.Known(0, 0, 0, List.of("nvidia.com/mig-1g.10gb")),
              new GpuView.Stack.Known(false, List.of("ClusterPolicy gpu: notReady")));
      case "no gpu" -> gpuWaits(ConditionReason.NO_GPU_CAPACITY, 3600);
      case "node lost" -> gpuWaits(ConditionReason.NODE_LOST, 1);
      case "node kept" -> {
        gpuWaits(ConditionReason.NODE_LOST, 61);
        PoolView gpu = pools.get(Pool.GPU);
        pools.put(Pool.GPU, new PoolView(4, 0, 1, true, gpu.waiting()));
      }
      case "replaced" -> pools.put(Pool.GPU, new PoolView(4, 1, 1, false, Optional.empty()));
      case "replaced with fewer" ->
          pools.put(Pool.GPU, new PoolView(3, 1, 2, false, Optional.empty()));
      case "refused" -> gpuWaits(ConditionReason.WORKERS_REFUSED, 30);
      case "no image" -> gpuWaits(ConditionReason.IMAGE_UNAVAILABLE, 30);
      case "pending" -> gpuWaits(ConditionReason.PODS_PENDING, 900);
      case "no volume" -> gpuWaits(ConditionReason.VOLUMES_PENDING, 30);
      case "no volume yet" -> gpuWaits(ConditionReason.VOLUMES_PENDING, 29);
      case "workers fail" -> gpuWaits(ConditionReason.WORKERS_FAILING, 30);
      case "no image yet" -> gpuWaits(ConditionReason.IMAGE_UNAVAILABLE, 29);
      case "lost" -> losses = List.of(new WorkerLost("pod-7", "OOMKilled"));
      case "told to hold" -> sent = new Sent(Optional.of(true), sent.decision());
      case "told to go on" -> sent = new Sent(Optional.of(false), sent.decision());
      case "told of approval" ->
          sent = new Sent(sent.held(), Optional.of(new SignOff(true, "jane", "")));
      case "ttl runs" -> expires = Optional.of(NOW.plusSeconds(60));
      case "ttl over" -> expires = Optional.of(NOW);
      case "silent" -> lastProgress = NOW.minusSeconds(900);
      default -> throw new IllegalArgumentException(word);
    }
  }

  private void gpuHours(double most) {
    spent = new Spent(CreatedPods.NONE, new HeldGpus(7200, NOW), Usage.NONE);
    ceilings = Ceilings.of(null, most, null);
  }

  private void gpus(GpuView.Capacity capacity, GpuView.Stack stack) {
    gpus = Optional.of(new GpuView("nvidia.com/gpu", capacity, stack));
  }

  private void gpuWaits(String reason, int seconds) {
    pools.put(
        Pool.GPU,
        new PoolView(
            4,
            0,
            Optional.of(
                new PoolView.Waiting(reason, "because: " + reason, NOW.minusSeconds(seconds)))));
  }
}
