package io.cohortrun.workflows.contract.wire;

import io.grpc.Status;

/**
 * Temporal's answer that it lacks the whole namespace. It has the code, and in the SDK the
 * exception, of a workflow that is not there, which would mean that a run has ended.
 */
public final class MissingNamespace {

  private MissingNamespace() {}

  /** Whether this, or what caused it, says so. */
  public static boolean isSaidBy(Throwable answer) {
    Status said = Status.fromThrowable(answer);
    return said.getCode() == Status.Code.NOT_FOUND
        && String.valueOf(said.getDescription()).startsWith("Namespace");
  }
}
