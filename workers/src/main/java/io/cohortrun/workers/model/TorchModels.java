package io.cohortrun.workers.model;

import ai.djl.Device;
import ai.djl.MalformedModelException;
import ai.djl.Model;
import ai.djl.engine.Engine;
import ai.djl.engine.EngineException;
import io.cohortrun.workers.model.ModelRejected.Code;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/** Loads bundles into libtorch, strictly: every tensor, then the golden pair. */
public final class TorchModels {

  private static final String HEAD = "head.pt";

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
   * Loads a bundle on the CPU. Load once per process and share: the network is kept once, whatever
   * the number of predictors.
   *
   * @param tiling how windows are joined: {@code published} or {@code blended}
   * @param precision numeric profile: {@code fp32}, or {@code bf16} where the bundle admits it
   * @param predictors calls that may compute at once, each on one thread
   * @throws ModelRejected a tensor or the golden pair is not what {@code bundle.json} says, or the
   *     precision costs more than the bundle tolerates
   */
  public static TileModel load(
      BundleFolder folder, String tiling, String precision, int predictors) {
    TorchModel model = ungated(folder, tiling, Precision.of(precision), predictors);
    try {
      model.gate(Golden.read(folder.golden(), folder.bundle()));
      return model;
    } catch (RuntimeException e) {
      model.close();
      throw e;
    }
  }

  /** The same before the golden pair is there: for those who make it. */
  static TorchModel ungated(BundleFolder folder, int predictors) {
    return ungated(folder, "published", Precision.FP32, predictors);
  }

  private static TorchModel ungated(
      BundleFolder folder, String tiling, Precision precision, int predictors) {
    if (predictors < 1) {
      throw new IllegalArgumentException("predictors must be at least 1, not " + predictors);
    }
    WindowPlan plan = WindowPlan.of(folder.bundle().tilePx(), folder.bundle().windowPx(), tiling);
    Engine engine = TorchEngine.get();
    NumericClass numericClass =
        new NumericClass(CpuCapability.here(), engine.getVersion(), precision.id(), "1 window");
    Model head = engine.newModel("feature-head", Device.cpu());
    Network network = null;
    try {
      try (InputStream in = TorchModels.class.getResourceAsStream(HEAD)) {
        head.load(in);
      }
      network = Network.load(engine, folder, precision);
      return new TorchModel(
          folder.bundle(), plan, precision, numericClass, network, head, predictors);
    } catch (IOException | MalformedModelException | EngineException e) {
      closeBoth(network, head);
      throw new ModelRejected(
          Code.Invalid,
          "libtorch cannot load %s of bundle %s: %s"
              .formatted(Bundles.MODEL, folder.bundle().id(), firstLine(e)),
          e);
    } catch (RuntimeException e) {
      closeBoth(network, head);
      throw e;
    }
  }

  /**
   * Why a precision is unwise on this machine, for the user to decide; empty where it is not.
   *
   * @param precision numeric profile, as for {@link #load}
   */
  public static Optional<String> caveat(String precision) {
    return precision.equals(Precision.BF16.id()) && !CpuCapability.computesBfloat16()
        ? Optional.of(
            "this CPU has no bf16 arithmetic (avx512_bf16 or amx_bf16): bf16 is emulated here, right"
                + " but slower than fp32; use precision fp32 on this machine")
        : Optional.empty();
  }

  /**
   * Loads a bundle as a worker does and lets go of it.
   *
   * @return what was checked, and what a reduced precision costs
   * @throws ModelRejected where a worker would refuse it
   */
  public static String verify(BundleFolder folder, String precision) {
    try (TorchModel model = ungated(folder, "published", Precision.of(precision), 1)) {
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

  private static void closeBoth(Network network, Model head) {
    if (network != null) {
      network.close();
    }
    head.close();
  }

  static String firstLine(Throwable e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse("no reason given").strip();
  }
}
