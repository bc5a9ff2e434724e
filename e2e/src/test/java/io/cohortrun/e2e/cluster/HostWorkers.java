package io.cohortrun.e2e.cluster;

import io.cohortrun.e2e.run.CohortProcess;
import io.cohortrun.e2e.server.Program;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Workers as processes of this machine, started with the very command and environment that the
 * operator wrote into a Job: what a kubelet would do, without its isolation.
 */
final class HostWorkers implements AutoCloseable {

  private final Path folder;
  private final List<CohortProcess.Running> running = new ArrayList<>();
  private int port;

  HostWorkers(Path folder) {
    this.folder = folder;
  }

  /** The worker of all workflows, as the chart deploys it. */
  CohortProcess.Running workflows(String temporal) throws IOException {
    return workflows(temporal, "default");
  }

  /**
   * The same for other namespaces.
   *
   * @param namespaces of Temporal, with commas between them
   */
  CohortProcess.Running workflows(String temporal, String namespaces) throws IOException {
    return start(
        Map.of("COHORTRUN_TEMPORAL", temporal, "COHORTRUN_TEMPORAL_NAMESPACES", namespaces),
        "workflow-worker");
  }

  /** One worker of a pool. */
  CohortProcess.Running of(Job job) throws IOException {
    Container worker = job.getSpec().getTemplate().getSpec().getContainers().getFirst();
    Map<String, String> env = new HashMap<>();
    for (EnvVar e : worker.getEnv()) {
      env.put(e.getName(), e.getValue() == null ? job.getMetadata().getUid() : e.getValue());
    }
    env.remove("COHORT_HOME"); // a pod's; this machine has its own, with its readers
    return start(env, worker.getArgs().toArray(String[]::new));
  }

  /** Where the worker that was started last serves its metrics. */
  int port() {
    return port;
  }

  private CohortProcess.Running start(Map<String, String> env, String... args) throws IOException {
    Map<String, String> all = new HashMap<>(env);
    all.put("COHORT_LOG", "info");
    port = Program.freePort(); // pods have one each
    all.put("COHORTRUN_PORT", Integer.toString(port));
    CohortProcess.Running started = CohortProcess.start(folder, all, args);
    running.add(started);
    return started;
  }

  @Override
  public void close() {
    running.forEach(r -> r.process().destroyForcibly());
    for (CohortProcess.Running r : running) {
      try {
        r.process().waitFor(20, TimeUnit.SECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
