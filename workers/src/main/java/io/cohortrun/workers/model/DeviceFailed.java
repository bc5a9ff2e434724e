package io.cohortrun.workers.model;

import ai.djl.engine.EngineException;
import io.cohortrun.workers.model.ModelRejected.Code;
import io.cohortrun.workers.model.device.Trouble;
import java.util.Optional;

/**
 * The device failed, not the model and not the slide: charged to the infrastructure's budget. The
 * model that threw it is of no use any more; where memory was short, loading it again helps.
 */
public final class DeviceFailed extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final Trouble trouble;

  DeviceFailed(Trouble trouble, String message, Throwable cause) {
    super(message, cause);
    this.trouble = trouble;
  }

  /**
   * Whose failure it is.
   *
   * @return empty where the device is not to blame
   * @throws ModelRejected the card cannot compute with this libtorch at all
   */
  static Optional<DeviceFailed> in(EngineException e, Placement place, String doing) {
    if (place.card().isEmpty()) {
      return Optional.empty();
    }
    String line = TorchModels.lastLine(e);
    return switch (Trouble.of(e.getMessage())) {
      case OUT_OF_MEMORY ->
          Optional.of(
              new DeviceFailed(
                  Trouble.OUT_OF_MEMORY,
                  "the memory of %s is full (%s): %s".formatted(place.text(), doing, line),
                  e));
      case DEVICE_FAULT ->
          Optional.of(
              new DeviceFailed(
                  Trouble.DEVICE_FAULT,
                  "%s failed (%s): %s. This process ends; where it happens again, look for Xid errors of that card in the node's log and cordon the node"
                      .formatted(place.text(), doing, line),
                  e));
      case UNSUPPORTED_CARD ->
          throw new ModelRejected(
              Code.GpuNotVisible,
              "this program's libtorch holds no code for %s; use a card of architecture sm_50 to sm_90"
                  .formatted(place.text()),
              e);
      case MODEL_ERROR -> Optional.empty();
    };
  }

  /** The same again, for calls that come after it. */
  DeviceFailed again() {
    return new DeviceFailed(trouble, getMessage(), this);
  }

  /** Whether memory was short: a smaller batch helps, and nothing else does. */
  boolean outOfMemory() {
    return trouble == Trouble.OUT_OF_MEMORY;
  }

  /** Whether this process must end, since nothing in it can use the device again. */
  public boolean endsProcess() {
    return !outOfMemory();
  }
}
