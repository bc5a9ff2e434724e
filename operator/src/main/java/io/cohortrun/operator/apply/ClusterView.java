package io.cohortrun.operator.apply;

import io.cohortrun.operator.desired.WorkerJobs;
import io.cohortrun.operator.observe.Pool;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

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

  /** Pods that its present Jobs have created so far. */
  int podsCreated() {
    return jobs.stream()
        .map(Job::getStatus)
        .filter(Objects::nonNull)
        .flatMap(s -> Stream.of(s.getActive(), s.getFailed(), s.getSucceeded()))
        .filter(Objects::nonNull)
        .mapToInt(Integer::intValue)
        .sum();
  }
}
