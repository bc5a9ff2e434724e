package io.cohortrun.workers.model;

import ai.djl.MalformedModelException;
import ai.djl.engine.Engine;
import ai.djl.engine.EngineException;
import io.cohortrun.workers.model.ModelRejected.Code;
import io.cohortrun.workers.model.device.BatchLadder;
import io.cohortrun.workers.model.device.BatchMemory;
import io.cohortrun.workers.model.device.Card;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.IntConsumer;
import java.util.regex.Pattern;

/** Loads bundles into libtorch, strictly: every tensor, then the golden pair. */
public final class TorchModels {

  /** How the interpreter begins the line that says what was raised. */
  private static final Pattern ERROR = Pattern.compile("[\\w.]+(?:Error|Exception): ");

  private TorchModels() {}

  /**
   * Loads a bundle to tile as published: for those who judge the bundle itself.
   *
   * @see #load(BundleFolder, String, String, int)
   */
  public static TileModel load(BundleFolder folder, String precision, int predictors) {
    return load(folder, "published", precision, predictors);
  }

  /**
   * Loads a bundle on the GPU that this process was given, else on the CPU. Load once per process
   * and share: the network is kept once, whatever the number of predictors.
   *
   * @param tiling how windows are joined: {@code published} or {@code blended}
   * @param precision numeric profile: {@code fp32}; {@code bf16}, or {@code fp16} on a GPU, where
   *     the bundle admits it
   * @param predictors calls that may compute at once on a CPU, each on one thread
   * @throws ModelRejected a tensor or the golden pair is not what {@code bundle.json} says, the
   *     precision costs more than the bundle tolerates, or the GPU that was promised is not there
   * @throws DeviceFailed the GPU failed
   */
  public static TileModel load(
      BundleFolder folder, String tiling, String precision, int predictors) {
    Placement place = Placement.here();
    return load(folder, tiling, Precision.of(precision, place), predictors, place, Batches.KEPT);
  }

  /** The same, at a place and with what is known of it. */
  static TorchModel load(
      BundleFolder folder,
      String tiling,
      Precision precision,
      int predictors,
      Placement place,
      BatchMemory known) {
    String what = "%s %s %s".formatted(folder.digest(), precision.id(), tiling);
    int top = Math.min(BatchLadder.TOP, CallInput.mostWindows(folder.bundle()));
    int first = place.card().map(card -> known.of(card, what).orElse(top)).orElse(1);
    IntConsumer keep = batch -> place.card().ifPresent(card -> known.put(card, what, batch));
    return BatchLadder.descend(
        first,
        batch -> {
          TorchModel model = ungated(folder, tiling, precision, predictors, place, batch, keep);
          try {
            if (place.card().isPresent()) {
              model.rehearse();
            }
            model.gate(Golden.read(folder.golden(), folder.bundle()));
            keep.accept(batch);
            return model;
          } catch (RuntimeException e) {
            model.close();
            throw e;
          }
        },
        e -> e instanceof DeviceFailed failed && failed.outOfMemory());
  }

  /** Batches that fitted the cards of this machine. */
  private static final class Batches {
    static final BatchMemory KEPT =
        new BatchMemory(MachineCache.path(), Path.of(System.getProperty("java.io.tmpdir")));
  }

  /** Before the golden pair is there, on the CPU: for those who make it. */
  static TorchModel ungated(BundleFolder folder, int predictors) {
    return ungated(folder, "published", Precision.FP32, predictors, Placement.CPU, 1, batch -> {});
  }

  private static TorchModel ungated(
      BundleFolder folder,
      String tiling,
      Precision precision,
      int predictors,
      Placement place,
      int batch,
      IntConsumer shrink) {
    if (predictors < 1) {
      throw new IllegalArgumentException("predictors must be at least 1, not " + predictors);
    }
    Bundle bundle = folder.bundle();
    WindowPlan plan = WindowPlan.of(bundle.tilePx(), bundle.windowPx(), tiling);
    Engine engine = TorchEngine.get();
    FeatureHead head = null;
    Network network = null;
    try {
      head = FeatureHead.load(engine, place.device(), bundle, plan.headWindowPx());
      network = Network.load(engine, place.device(), folder, precision);
      return new TorchModel(
          bundle, plan, precision, place, network, head, predictors, batch, shrink);
    } catch (IOException | MalformedModelException | EngineException e) {
      closeBoth(network, head);
      throw unloadable(folder, place, e);
    } catch (RuntimeException e) {
      closeBoth(network, head);
      throw e;
    }
  }

  private static RuntimeException unloadable(BundleFolder folder, Placement place, Exception e) {
    if (e instanceof EngineException failed) {
      Optional<DeviceFailed> device = DeviceFailed.in(failed, place, "loading the network");
      if (device.isPresent()) {
        return device.get();
      }
    }
    return new ModelRejected(
        Code.Invalid,
        "libtorch cannot load %s of bundle %s: %s"
            .formatted(Bundles.MODEL, folder.bundle().id(), reason(e)),
        e);
  }

  /**
   * Where this process computes, for people: {@code CPU (cpu-avx2-amd)} or a card with its UUID.
   *
   * @throws ModelRejected {@code GpuNotVisible}: a GPU was promised, and none is seen
   */
  public static String placement() {
    return Placement.here().text();
  }

  /** UUID of this process's card; empty on the CPU. Throws like {@link #placement}. */
  public static Optional<String> cardUuid() {
    return Placement.here().card().map(Card::uuid);
  }

  /** Whether this process computes on a GPU; throws like {@link #placement}. */
  public static boolean onGpu() {
    return Placement.here().card().isPresent();
  }

  /**
   * Why a precision is unwise on this machine, for the user to decide; empty where it is not.
   *
   * @param precision numeric profile, as for {@link #load}
   */
  public static Optional<String> caveat(String precision) {
    if (!precision.equals(Precision.BF16.id()) || onGpu()) {
      return Optional.empty();
    }
    return switch (CpuCapability.bfloat16()) {
      case TILES -> Optional.empty();
      case VECTORS ->
          CpuCapability.slowVectors()
              ? Optional.of(
                  "this Intel CPU shows avx512_bf16 without amx_bf16, and multiplies bf16 at half the"
                      + " speed of fp32; use precision fp32 on this machine")
              : Optional.empty();
      case EMULATED ->
          Optional.of(
              "this CPU has no bf16 arithmetic (avx512_bf16 or amx_bf16): bf16 is emulated here,"
                  + " right but slower than fp32; use precision fp32 on this machine");
    };
  }

  /**
   * Loads a bundle as a worker does and lets go of it.
   *
   * @return what was checked, and what a reduced precision costs
   * @throws ModelRejected where a worker would refuse it
   */
  public static String verify(BundleFolder folder, String precision) {
    Placement place = Placement.here();
    Precision profile = Precision.of(precision, place);
    try (TorchModel model = load(folder, "published", profile, 1, place, Batches.KEPT)) {
      String gate = model.gate(Golden.read(folder.golden(), folder.bundle()));
      return "digests, tensors and %s on %s".formatted(gate, model.numericClass().device());
    }
  }

  /** Version of the libtorch that is loaded here. */
  public static String libtorchVersion() {
    return TorchEngine.get().getVersion();
  }

  /** Version of DJL, which stands between Java and libtorch. */
  public static String djlVersion() {
    return Engine.getDjlVersion();
  }

  private static void closeBoth(Network network, FeatureHead head) {
    if (network != null) {
      network.close();
    }
    if (head != null) {
      head.close();
    }
  }

  /** What went wrong: the network's own error where the interpreter put its stack before it. */
  static String reason(Throwable e) {
    List<String> lines = String.valueOf(e.getMessage()).lines().map(String::stripTrailing).toList();
    return lines.stream()
        .filter(line -> ERROR.matcher(line).lookingAt())
        .findFirst()
        .or(() -> lines.stream().findFirst())
        .orElse("no reason given");
  }

  /** What went wrong, where the interpreter put its own stack before it. */
  static String lastLine(Throwable e) {
    return String.valueOf(e.getMessage())
        .lines()
        .filter(line -> line.toLowerCase(Locale.ROOT).contains("cuda"))
        .reduce((first, last) -> last)
        .orElseGet(() -> reason(e))
        .strip();
  }
}
