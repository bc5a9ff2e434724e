package io.cohortrun.workers.model;

import ai.djl.Device;
import ai.djl.MalformedModelException;
import ai.djl.Model;
import ai.djl.engine.Engine;
import ai.djl.engine.EngineException;
import io.cohortrun.workers.model.ModelRejected.Code;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;

/** Loads bundles into libtorch, strictly: every tensor, then the golden pair. */
public final class TorchModels {

  private static final String FP32 = "fp32";
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
   * @param precision numeric profile; this build offers {@code fp32}
   * @param predictors calls that may compute at once, each on one thread
   * @throws ModelRejected a tensor or the golden pair is not what {@code bundle.json} says
   */
  public static TileModel load(
      BundleFolder folder, String tiling, String precision, int predictors) {
    if (!precision.equals(FP32)) {
      throw new ModelRejected(
          Code.PrecisionNotAdmitted,
          "precision %s is not offered here; use fp32".formatted(precision));
    }
    TorchModel model = ungated(folder, tiling, predictors);
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
    return ungated(folder, "published", predictors);
  }

  private static TorchModel ungated(BundleFolder folder, String tiling, int predictors) {
    if (predictors < 1) {
      throw new IllegalArgumentException("predictors must be at least 1, not " + predictors);
    }
    WindowPlan plan = WindowPlan.of(folder.bundle().tilePx(), folder.bundle().windowPx(), tiling);
    Engine engine = TorchEngine.get();
    NumericClass numericClass =
        new NumericClass(
            CpuCapability.here(), engine.getVersion(), FP32, plan.blends() ? "1 window" : "1 tile");
    Model head = engine.newModel("feature-head", Device.cpu());
    Model network = engine.newModel(folder.bundle().id(), Device.cpu());
    try {
      try (InputStream in = TorchModels.class.getResourceAsStream(HEAD)) {
        head.load(in);
      }
      try (InputStream in = Files.newInputStream(folder.model())) {
        network.load(in);
      }
      Tensors.check(
          folder.bundle().id(),
          folder.bundle().digests(),
          Tensors.of(network.getBlock().getParameters()));
      return new TorchModel(folder.bundle(), plan, numericClass, network, head, predictors);
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

  /** Version of the libtorch that is loaded here. */
  public static String libtorchVersion() {
    return TorchEngine.get().getVersion();
  }

  /** Version of DJL, which stands between Java and libtorch. */
  public static String djlVersion() {
    return Engine.getDjlVersion();
  }

  private static void closeBoth(Model network, Model head) {
    network.close();
    head.close();
  }

  static String firstLine(Throwable e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse("no reason given").strip();
  }
}
