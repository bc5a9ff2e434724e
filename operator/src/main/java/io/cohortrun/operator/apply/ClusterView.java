package io.cohortrun.operator.apply;

import io.cohortrun.operator.desired.WorkerJobs;
import io.cohortrun.operator.observe.Epoch;
import io.cohortrun.operator.observe.Pool;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.util.List;

/** What the cluster has of one run. */
public record ClusterView(List<Job> jobs, List<Pod> pods) {

  List<Job> jobs(Pool pool) {
    return jobs.stream().filter(j -> WorkerJobs.isOf(j, pool)).toList();
  }

  List<Pod> pods(Pool pool) {
    return pods.stream().filter(p -> WorkerJobs.isOf(p, pool)).toList();
  }

  List<String> podUids() {
    return pods.stream().map(p -> p.getMetadata().getUid()).toList();
  }

  /** Pods of one attempt, of both pools. */
  List<Pod> podsOf(int attempt) {
    return pods.stream().filter(p -> Epoch.of(p).attempt() == attempt).toList();
  }
}
