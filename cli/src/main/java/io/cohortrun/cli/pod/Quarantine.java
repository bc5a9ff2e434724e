package io.cohortrun.cli.pod;

import io.cohortrun.cli.CliFailure;
import io.cohortrun.workflows.contract.FaultyDevice;
import io.cohortrun.workflows.contract.Memo;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowNotFoundException;
import io.temporal.client.WorkflowServiceException;
import io.temporal.client.WorkflowStub;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Devices that failed under workers of a run; its workflow remembers them. */
final class Quarantine {

  private static final Logger LOG = LoggerFactory.getLogger(Quarantine.class);

  private final WorkflowStub workflow;

  Quarantine(WorkflowClient client, String workflow) {
    this.workflow = client.newUntypedWorkflowStub(workflow);
  }

  /**
   * Refuses a device that has failed too often.
   *
   * @throws CliFailure it may not be used
   */
  void check(String uuid) {
    Object told;
    try {
      told = workflow.describe().getMemo(Memo.DEVICES, FaultyDevice[].class);
    } catch (WorkflowNotFoundException gone) {
      return; // who works for it finds out by itself
    } catch (WorkflowServiceException away) {
      LOG.warn("whether {} is in quarantine is not known: {}", uuid, away.getMessage());
      return;
    }
    for (FaultyDevice device : told == null ? new FaultyDevice[0] : (FaultyDevice[]) told) {
      refuse(device, uuid);
    }
  }

  static void refuse(FaultyDevice device, String uuid) {
    if (device.uuid().equals(uuid) && device.quarantined()) {
      throw CliFailure.failed(
          "DeviceQuarantined: %s on node %s failed %d times under workers of this run, which uses it no more: look for Xid errors in the node's log, and cordon the node"
              .formatted(uuid, device.node(), device.faults()),
          null);
    }
  }

  /** Tells that a device failed; this process ends whether it could be told or not. */
  void failed(String uuid, String node) {
    try {
      workflow.signal("deviceFailed", uuid, node);
    } catch (WorkflowNotFoundException ended) {
      LOG.debug("the run has ended");
    } catch (WorkflowServiceException away) {
      LOG.warn("that {} failed could not be told: {}", uuid, away.getMessage());
    }
  }
}
