package io.cohortrun.operator.status;

import io.cohortrun.crds.v1alpha1.CohortRunStatus;
import io.cohortrun.crds.v1alpha1.GpuSeconds;
import io.cohortrun.crds.v1alpha1.PodCounts;
import io.cohortrun.operator.observe.Spent;

/** What a status says of, and remembers for, what an attempt has used. */
final class Use {

  private Use() {}

  static void record(CohortRunStatus status, Spent spent) {
    GpuSeconds gpu = new GpuSeconds();
    gpu.setHeld(thousandths(spent.gpus().seconds()));
    gpu.setUseful(thousandths(spent.usage().usefulSeconds()));
    gpu.setWasted(thousandths(spent.usage().wastedSeconds()));
    gpu.setTime(spent.gpus().until().toString());
    status.setGpuSeconds(gpu);
    PodCounts pods = new PodCounts();
    pods.setCreated(spent.pods().count());
    pods.setNewest(spent.pods().newest().toString());
    pods.setAtNewest(spent.pods().atNewest());
    status.setPods(pods);
    status.setOutputBytes(spent.usage().outputBytes());
  }

  private static double thousandths(double seconds) {
    return Math.round(seconds * 1000) / 1000.0;
  }
}
