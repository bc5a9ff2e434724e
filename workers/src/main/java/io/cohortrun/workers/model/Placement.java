package io.cohortrun.workers.model;

import ai.djl.Device;
import io.cohortrun.workers.model.ModelRejected.Code;
import io.cohortrun.workers.model.device.Card;
import io.cohortrun.workers.model.device.CudaDriver;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Where this process computes: on a card or on the CPU.
 *
 * @param device as DJL names it
 * @param card empty on the CPU
 */
record Placement(Device device, Optional<Card> card) {

  /** Says what this process was given: {@code gpu} or {@code cpu}; where not set, what is there. */
  private static final String VARIABLE = "COHORTRUN_DEVICE";

  /** A card's kernels add up in other orders than those of the CPU that made most pairs. */
  private static final double ON_A_CARD = 1e-3;

  static final Placement CPU = new Placement(Device.cpu(), Optional.empty());

  /** What a process may have been given. */
  enum Promise {
    GPU,
    CPU,
    NONE;

    static Promise of(String value) {
      if (value == null || value.isBlank()) {
        return NONE;
      }
      return switch (value.strip().toLowerCase(Locale.ROOT)) {
        case "gpu" -> GPU;
        case "cpu" -> CPU;
        default ->
            throw new ModelRejected(
                Code.Invalid, "%s is %s; say gpu or cpu".formatted(VARIABLE, value));
      };
    }
  }

  private static Placement found;

  /**
   * The place of this process, looked for once.
   *
   * @throws ModelRejected {@code GpuNotVisible}: a GPU was promised, and none is seen
   */
  static synchronized Placement here() {
    if (found == null) {
      found =
          choose(
              Promise.of(System.getenv(VARIABLE)),
              TorchEngine.usesCards(),
              new CudaDriver().visible());
    }
    return found;
  }

  /**
   * Decides.
   *
   * @param cuda whether this program's libtorch can use cards
   * @param cards that are seen
   */
  static Placement choose(Promise promise, boolean cuda, List<Card> cards) {
    if (promise == Promise.GPU && !cuda) {
      throw new ModelRejected(
          Code.GpuNotVisible,
          "a GPU was promised, and this program's libtorch is one for CPUs: give the worker profile the gpu image, or no GPU");
    }
    if (promise == Promise.GPU && cards.isEmpty()) {
      throw new ModelRejected(
          Code.GpuNotVisible,
          "a GPU was promised, and the driver shows none to this process: look at the node's driver"
              + " and device plugin ('nvidia-smi' in a pod there), at the profile's GPU resource and"
              + " at its runtimeClassName; cordon the node until it works");
    }
    return promise == Promise.CPU || !cuda || cards.isEmpty() ? CPU : on(cards.getFirst());
  }

  private static Placement on(Card card) {
    return new Placement(Device.gpu(0), Optional.of(card));
  }

  /** Calls that the device serves at once: a card one, a CPU one per predictor. */
  int callsAtOnce(int predictors) {
    return card.isPresent() ? 1 : predictors;
  }

  /** Calls that may be prepared or served at once: on a card the next one gets ready meanwhile. */
  int placesOf(int predictors) {
    return card.isPresent() ? 2 : predictors;
  }

  /** For the numeric class. */
  String architecture() {
    return card.map(c -> "cuda-" + c.architecture()).orElseGet(CpuCapability::here);
  }

  /** Largest drift of a float32 probability on the golden pair. */
  double tolerated(Bundle.Tolerances of) {
    return card.isEmpty() ? of.fp32() : Math.max(of.fp32(), ON_A_CARD);
  }

  /** Of what is computed here in batches of so many windows. */
  NumericClass numericClass(Precision precision, int batch) {
    return new NumericClass(
        architecture()
            + (precision == Precision.BF16 && card.isEmpty()
                ? "-" + CpuCapability.bfloat16().word()
                : ""),
        TorchEngine.build(),
        precision.id(),
        batch == 1 ? "1 window" : batch + " windows, filled up");
  }

  /** For people, e.g. {@code GPU NVIDIA H200 (sm_90, GPU-...)}. */
  String text() {
    return card.map(c -> "GPU " + c.text()).orElseGet(() -> "CPU (" + CpuCapability.here() + ")");
  }
}
