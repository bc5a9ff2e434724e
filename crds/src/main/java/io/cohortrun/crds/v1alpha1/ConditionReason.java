package io.cohortrun.crds.v1alpha1;

/** Values of {@link Condition#getReason()}. */
public final class ConditionReason {

  public static final String INVALID_SPEC = "InvalidSpec";
  public static final String BAD_MANIFEST = "BadManifest";
  public static final String UNKNOWN_PROFILE = "UnknownProfile";
  public static final String BUNDLE_NOT_LISTED = "BundleNotListed";
  public static final String BUNDLE_REFUSED = "BundleRefused";
  public static final String STORE_REFUSED = "StoreRefused";
  public static final String FROZEN = "Frozen";

  public static final String NO_GPU_CAPACITY = "NoGpuCapacity";
  public static final String GPU_NOT_VISIBLE = "GpuNotVisible";
  public static final String WORKERS_FAILING = "WorkersFailing";
  public static final String NOT_READABLE = "NotReadable";
  public static final String NODES_MATCH = "NodesMatch";
  public static final String NO_MATCHING_NODE = "NoMatchingNode";
  public static final String STACK_READY = "StackReady";
  public static final String STACK_NOT_READY = "StackNotReady";
  public static final String NONE_QUARANTINED = "NoneQuarantined";
  public static final String DEVICE_QUARANTINED = "DeviceQuarantined";
  public static final String QUEUED = "Queued";
  public static final String WORKERS_REFUSED = "WorkersRefused";
  public static final String IMAGE_UNAVAILABLE = "ImageUnavailable";
  public static final String MOUNT_UNAVAILABLE = "MountUnavailable";
  public static final String VOLUMES_PENDING = "VolumesPending";
  public static final String NODE_LOST = "NodeLost";
  public static final String PODS_PENDING = "PodsPending";
  public static final String PODS_READY = "PodsReady";

  public static final String TEMPORAL_UNAVAILABLE = "TemporalUnavailable";
  public static final String WORKFLOW_LOST = "WorkflowLost";
  public static final String WORKFLOW_RUNNING = "WorkflowRunning";
  public static final String WORKFLOW_STARTING = "WorkflowStarting";
  public static final String WORKFLOW_ENDED = "WorkflowEnded";
  public static final String NO_PROGRESS = "NoProgress";
  public static final String PROGRESSING = "Progressing";
  public static final String NO_WORKERS_WANTED = "NoWorkersWanted";
  public static final String CEILING_REACHED = "CeilingReached";
  public static final String SUSPENDED_BY_USER = "SuspendedByUser";
  public static final String SUSPENDED_BY_PLATFORM = "SuspendedByPlatform";
  public static final String NOT_SUSPENDED = "NotSuspended";

  public static final String PREFLIGHT_DONE = "PreflightDone";
  public static final String CHECKS_PASSED = "ChecksPassed";
  public static final String CHECK_FAILED = "CheckFailed";
  public static final String NOT_VALIDATED = "NotValidated";
  public static final String DECISION_MISSING = "DecisionMissing";
  public static final String NOT_UNDER_REVIEW = "NotUnderReview";
  public static final String REJECTED = "Rejected";
  public static final String PUBLISHED = "Published";
  public static final String OVER_BUDGET = "OverBudget";
  public static final String CANCELLED = "Cancelled";

  private ConditionReason() {}
}
