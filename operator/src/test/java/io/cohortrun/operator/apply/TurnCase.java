package io.cohortrun.operator.apply;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.cohortrun.crds.v1alpha1.CohortRun;
import io.cohortrun.crds.v1alpha1.CohortRunStatus;
import io.cohortrun.crds.v1alpha1.Condition;
import io.cohortrun.operator.desired.GpuRequest;
import io.cohortrun.operator.desired.RunPlace;
import io.cohortrun.operator.desired.WorkerProfile;
import io.cohortrun.operator.observe.Ceilings;
import io.cohortrun.operator.observe.EngineView;
import io.cohortrun.operator.observe.Epoch;
import io.cohortrun.operator.observe.Pool;
import io.cohortrun.operator.ports.WorkerPools;
import io.cohortrun.operator.ports.WorkersRefused;
import io.cohortrun.operator.status.StatusBuilder;
import io.cohortrun.workflows.contract.RunProgress;
import io.cohortrun.workflows.contract.Usage;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A run, its workflow and its pools in memory, and turns over them. */
abstract class TurnCase {

  static final String ID = "cohortrun-u-1";

  final FakeEngine engine = new FakeEngine();
  final List<String> pools = new ArrayList<>();
  final List<CohortRunStatus> written = new ArrayList<>();
  final CohortRun run = parse();
  final List<String> removed = new ArrayList<>();
  List<Job> jobs = List.of();
  List<Pod> pods = List.of();
  Instant now = Instant.parse("2026-01-01T12:00:00Z");
  boolean paused;
  boolean conflict;
  String refusal;
  Ceilings allowed = Ceilings.NONE;
  GpuRequest gpu = new GpuRequest.None();
  Set<String> bundles = Set.of();
  String image = "worker@sha256:1";
  final Turn turn =
      new Turn(
          namespace -> engine,
          new WorkerPools() {
            @Override
            public void scale(
                RunPlace place, Pool pool, Epoch epoch, int replicas, WorkerProfile profile)
                throws WorkersRefused {
              if (refusal != null) {
                throw new WorkersRefused(refusal, null);
              }
              String by = epoch.replacement() == 0 ? "" : " by Job " + epoch.suffix();
              pools.add("%s %d %s%s".formatted(pool, replicas, profile.image(), by));
            }

            @Override
            public void remove(RunPlace place, Pool pool) {
              pools.add("remove " + pool);
            }
          },
          profile -> Optional.empty(),
          (namespace, job) -> Optional.empty(),
          gone -> removed.add(gone.getMetadata().getName()),
          this::platform,
          ((InstantSource) () -> now).withZone(ZoneOffset.UTC));

  void progress(String phase) {
    engine.workflows.put(
        ID,
        new EngineView.Open("run-0", new RunProgress(phase, false, 1, 9, 0, 5, 90, 0, Usage.NONE)));
  }

  void takes(int turns) {
    for (int i = 0; i < turns; i++) {
      take();
    }
  }

  List<?> take() {
    return turn
        .take(
            run,
            new ClusterView(jobs, pods),
            (of, next) -> {
              if (conflict) {
                throw new IllegalStateException("conflict");
              }
              written.add(StatusBuilder.copy(next));
              run.setStatus(next);
              return run;
            })
        .stream()
        .toList();
  }

  Condition condition(String type) {
    return run.getStatus().getConditions().stream()
        .filter(c -> c.getType().equals(type))
        .findFirst()
        .orElseThrow();
  }

  private Platform platform() {
    WorkerProfile profile =
        new WorkerProfile(
            "default",
            image,
            gpu,
            new PodTemplateSpecBuilder().withNewSpec().endSpec().build(),
            allowed,
            bundles);
    return new Platform(paused, "temporal:7233", Map.of("default", profile), Map.of(), Map.of());
  }

  private static CohortRun parse() {
    try {
      return new ObjectMapper()
          .readValue(
              """
              {"metadata": {"name": "gi", "namespace": "team", "uid": "u", "generation": 1},
               "spec": {
                 "manifest": {"uri": "s3://b/manifest.csv"},
                 "model": {"bundle": "demo", "precision": "fp32", "tiling": "published"},
                 "slides": {"resolution": "bundle", "maskProfile": "default",
                            "validPixels": "tissue", "minTissueFraction": 0.1,
                            "allowUpsample": false, "badTileBudget": 0.02},
                 "output": {"uri": "s3://b/out", "profile": "Summary"},
                 "workers": {"gpu": {"profile": "default", "replicas": 4},
                             "cpu": {"profile": "default", "replicas": 1}},
                 "budgets": {"infrastructure": 5, "slide": 2, "model": 3, "failureShare": 0.1},
                 "suspend": false, "retry": 0, "mode": "Run"}}
              """,
              CohortRun.class);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
