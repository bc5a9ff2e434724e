package io.cohortrun.workflows.contract;

/**
 * Memo keys: what the operator and the command line read by describe alone, with no worker alive.
 */
public final class Memo {

  /** A {@link RunProgress}. */
  public static final String PROGRESS = "progress";

  /** Ids of partition workflows that run now, at most the window's size. */
  public static final String PARTITIONS = "partitions";

  /** Devices that failed, a list of {@link FaultyDevice}; absent where none did. */
  public static final String DEVICES = "devices";

  /** A {@link FrozenManifest}: what the run goes on with; absent before it is known. */
  public static final String FROZEN = "frozen";

  /** The Kubernetes namespace of the run; absent for a local one. */
  public static final String NAMESPACE = "namespace";

  private Memo() {}
}
