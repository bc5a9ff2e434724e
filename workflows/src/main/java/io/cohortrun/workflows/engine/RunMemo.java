package io.cohortrun.workflows.engine;

import io.cohortrun.workflows.contract.FaultyDevice;
import io.cohortrun.workflows.contract.FrozenManifest;
import io.cohortrun.workflows.contract.Memo;
import io.cohortrun.workflows.contract.RunProgress;
import io.temporal.workflow.Workflow;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** What a run tells of itself to whoever describes its workflow. */
final class RunMemo {

  private RunMemo() {}

  /**
   * All of it: an execution that goes on has no memo but this one.
   *
   * @param partitions ids of those that run
   * @param frozen what it goes on with; null before it is known
   */
  static Map<String, Object> of(
      RunProgress progress,
      List<String> partitions,
      List<FaultyDevice> devices,
      FrozenManifest frozen) {
    SortedMap<String, Object> memo = new TreeMap<>();
    memo.put(Memo.PROGRESS, progress);
    memo.put(Memo.PARTITIONS, partitions);
    if (!devices.isEmpty()) {
      memo.put(Memo.DEVICES, devices);
    }
    if (frozen != null) {
      memo.put(Memo.FROZEN, frozen);
    }
    Object namespace = Workflow.getMemo(Memo.NAMESPACE, String.class);
    if (namespace != null) {
      memo.put(Memo.NAMESPACE, namespace);
    }
    return memo;
  }
}
