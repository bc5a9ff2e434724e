package io.cohortrun.workflows.contract.wire;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;

/**
 * Temporal's answer that it lacks the whole namespace. It has the code, and in the SDK the
 * exception, of a workflow that is not there, which would mean that a run has ended.
 */
public final class MissingNamespace {

  private MissingNamespace() {}

  /** Whether this, or what caused it, says so. */
  public static boolean isSaidBy(Throwable answer) {
    for (Throwable t = answer; t != null; t = t.getCause()) {
      if (t instanceof StatusRuntimeException s) {
        return s.getStatus().getCode() == Status.Code.NOT_FOUND
            && String.valueOf(s.getStatus().getDescription()).startsWith("Namespace");
      }
    }
    return false;
  }
}
