package io.cohortrun.workers.model;

import ai.djl.Device;
import ai.djl.MalformedModelException;
import ai.djl.Model;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.ParameterStore;
import io.cohortrun.workers.slide.TilePixels;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;

/** The feature head in libtorch, on the device where the logits are. */
final class FeatureHead implements AutoCloseable {

  private static final String FILE = "head.pt";

  private final Model module;
  private final Bundle bundle;
  private final int windowPx;
  private final ParameterStore none = new ParameterStore();

  /** Inputs that stay: thresholds, base, edge, cells. */
  private final NDList constants;

  private FeatureHead(Model module, Bundle bundle, int windowPx) {
    this.module = module;
    this.bundle = bundle;
    this.windowPx = windowPx;
    NDManager kept = module.getNDManager();
    NDArray base =
        kept.create(ByteBuffer.wrap(Quantiser.base()), new Shape(Quantiser.CELLS), DataType.UINT8);
    this.constants =
        new NDList(
            kept.create(HeadOracle.logits(bundle)),
            base,
            kept.create(Quantiser.edgeInCell()),
            kept.create(new float[] {Quantiser.SHIFT, Quantiser.SCALE}));
  }

  /**
   * Loads it.
   *
   * @param windowPx side of the squares that logits come in
   */
  static FeatureHead load(Engine engine, Device device, Bundle bundle, int windowPx)
      throws IOException, MalformedModelException {
    Model module = engine.newModel("feature-head", device);
    try (InputStream in = FeatureHead.class.getResourceAsStream(FILE)) {
      module.load(in);
      return new FeatureHead(module, bundle, windowPx);
    } catch (IOException | MalformedModelException | RuntimeException e) {
      module.close();
      throw e;
    }
  }

  /** What lives as long as the head does, on its device. */
  NDManager kept() {
    return module.getNDManager();
  }

  /**
   * What one call works in: a row per channel, filled up to a multiple of eight with zeros, since
   * matrix products are made in eights.
   */
  NDArray workspace() {
    int rows = (bundle.channels().size() + 7) / 8 * 8;
    return kept().zeros(new Shape(rows, (long) bundle.tilePx() * bundle.tilePx()));
  }

  /**
   * Counts one tile.
   *
   * @param logits [squares, C, windowPx, windowPx]
   * @param positive of {@link #workspace}
   */
  TileCounts count(
      NDManager manager, NDArray logits, NDArray positive, TilePixels tile, int mapPx) {
    int side = bundle.tilePx();
    NDList in =
        new NDList(
            logits,
            manager.create(ByteBuffer.wrap(tile.valid()), new Shape(side, side), DataType.UINT8));
    in.addAll(constants);
    // Read on the host: on a card each of its numbers would be waited for.
    in.add(manager.newSubManager(Device.cpu()).create(new long[] {side, windowPx, mapPx}));
    in.add(positive);
    NDList out = module.getBlock().forward(none, in, false);
    out.attach(manager);
    byte[] means = new byte[(int) out.get(1).size()];
    out.get(1).toByteBuffer().get(means);
    return HeadAnswer.unpack(
        tile.index(), out.get(0).toLongArray(), means, bundle.channels().size());
  }

  @Override
  public void close() {
    module.close();
  }
}
