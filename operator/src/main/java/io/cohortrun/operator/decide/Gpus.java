package io.cohortrun.operator.decide;

import io.cohortrun.crds.v1alpha1.ConditionReason;
import io.cohortrun.crds.v1alpha1.ConditionType;
import io.cohortrun.operator.observe.GpuView;
import io.cohortrun.workflows.contract.FaultyDevice;
import java.util.List;

/** What a run's people are told of the GPUs that its profile asks for. Nothing depends on it. */
final class Gpus {

  private Gpus() {}

  static List<Verdict> verdicts(GpuView gpus) {
    return List.of(capacity(gpus), stack(gpus.stack()));
  }

  /** Devices that the attempt uses no more. */
  static Verdict quarantine(List<FaultyDevice> devices) {
    List<String> out =
        devices.stream()
            .filter(FaultyDevice::quarantined)
            .map(d -> "%s on node %s failed %d times".formatted(d.uuid(), d.node(), d.faults()))
            .toList();
    return out.isEmpty()
        ? Verdict.yes(
            ConditionType.DEVICES_HEALTHY,
            ConditionReason.NONE_QUARANTINED,
            "no device failed under several workers of this attempt")
        : Verdict.no(
            ConditionType.DEVICES_HEALTHY,
            ConditionReason.DEVICE_QUARANTINED,
            String.join("; ", out)
                + ": workers of this attempt that are given it end at once; look for Xid errors in the node's log, and cordon the node");
  }

  private static Verdict capacity(GpuView gpus) {
    return switch (gpus.capacity()) {
      case GpuView.Capacity.Unknown unknown ->
          Verdict.unknown(
              ConditionType.GPU_CAPACITY_KNOWN, ConditionReason.NOT_READABLE, unknown.why());
      case GpuView.Capacity.Known known ->
          Verdict.yes(
              ConditionType.GPU_CAPACITY_KNOWN,
              known.nodes() == 0 ? ConditionReason.NO_MATCHING_NODE : ConditionReason.NODES_MATCH,
              "%d nodes that take the profile's pods offer %s, %d devices in all%s%s"
                  .formatted(
                      known.nodes(),
                      gpus.asked(),
                      known.devices(),
                      known.closed() == 0
                          ? ""
                          : "; %d more are cordoned, not ready, or have a taint that the profile does not tolerate"
                              .formatted(known.closed()),
                      known.others().isEmpty()
                          ? ""
                          : "; they also offer " + String.join(", ", known.others())));
    };
  }

  private static Verdict stack(GpuView.Stack stack) {
    return switch (stack) {
      case GpuView.Stack.Unknown unknown ->
          Verdict.unknown(
              ConditionType.GPU_STACK_READY, ConditionReason.NOT_READABLE, unknown.why());
      case GpuView.Stack.Known known ->
          known.ready()
              ? Verdict.yes(ConditionType.GPU_STACK_READY, ConditionReason.STACK_READY, told(known))
              : Verdict.no(
                  ConditionType.GPU_STACK_READY, ConditionReason.STACK_NOT_READY, told(known));
    };
  }

  private static String told(GpuView.Stack.Known known) {
    return String.join("; ", known.states());
  }
}
