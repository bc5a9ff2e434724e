package io.cohortrun.workers.model;

import ai.djl.Model;
import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.ParameterStore;
import io.cohortrun.workers.model.ModelRejected.Code;
import io.cohortrun.workers.slide.TilePixels;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.IntFunction;
import java.util.function.LongConsumer;

/**
 * A network and the feature head in libtorch. One window is one batch, always: its numbers do not
 * depend on its neighbours, and what the network computes of it stays in the caches.
 */
final class TorchModel implements TileModel {

  private final Bundle bundle;
  private final NumericClass numericClass;
  private final Network network;
  private final Model head;
  private final Windows windows;
  private final WindowPlan plan;
  private final Precision precision;
  private final Blending blending;
  private final ParameterStore none = new ParameterStore();

  /** Inputs of the head that stay: thresholds, base, edge, cells. */
  private final NDList constants;

  /** One per predictor: at most that many calls compute at once. */
  private final BlockingQueue<Workplace> free = new LinkedBlockingQueue<>();

  private final int predictors;
  private volatile boolean closed;
  private volatile double goldenDrift = Double.NaN;

  /**
   * What one call works in, kept because fresh memory costs more than what is done in it.
   *
   * @param input of the network: one window
   * @param positive of the head: a row per channel, filled up to a multiple of eight with zeros,
   *     since matrix products are made in eights
   */
  private record Workplace(ByteBuffer input, NDArray positive) {}

  TorchModel(
      Bundle bundle,
      WindowPlan plan,
      Precision precision,
      NumericClass numericClass,
      Network network,
      Model head,
      int predictors) {
    this.bundle = bundle;
    this.plan = plan;
    this.precision = precision;
    this.numericClass = numericClass;
    this.network = network;
    this.head = head;
    this.windows = new Windows(bundle);
    this.predictors = predictors;
    NDManager kept = head.getNDManager();
    this.blending = plan.blends() ? new Blending(plan, bundle.channels().size(), kept) : null;
    int pixels = bundle.tilePx() * bundle.tilePx();
    int inputs = bundle.windowPx() * bundle.windowPx() * 3;
    int rows = (bundle.channels().size() + 7) / 8 * 8;
    for (int i = 0; i < predictors; i++) {
      free.add(
          new Workplace(
              ByteBuffer.allocateDirect(inputs * Float.BYTES).order(ByteOrder.nativeOrder()),
              kept.zeros(new Shape(rows, pixels))));
    }
    NDArray base =
        kept.create(ByteBuffer.wrap(Quantiser.base()), new Shape(Quantiser.CELLS), DataType.UINT8);
    this.constants =
        new NDList(
            kept.create(HeadOracle.logits(bundle)),
            base,
            kept.create(Quantiser.edgeInCell()),
            kept.create(new float[] {Quantiser.SHIFT, Quantiser.SCALE}));
  }

  @Override
  public Bundle bundle() {
    return bundle;
  }

  @Override
  public NumericClass numericClass() {
    return numericClass;
  }

  @Override
  public double goldenDrift() {
    return goldenDrift;
  }

  @Override
  public int marginPx() {
    return plan.marginPx();
  }

  @Override
  public List<TileCounts> infer(List<TilePixels> tiles, int mapPx, LongConsumer headNanos) {
    if (mapPx < 0 || (mapPx > 0 && bundle.tilePx() % mapPx != 0)) {
      throw new IllegalArgumentException(
          "mapPx %d does not divide tilePx %d".formatted(mapPx, bundle.tilePx()));
    }
    List<TileCounts> counts = new ArrayList<>(tiles.size());
    for (TilePixels tile : tiles) {
      counts.add(
          run(
              (manager, place) -> {
                NDArray logits = logits(manager, place.input(), tile);
                long start = System.nanoTime();
                TileCounts counted = count(manager, logits, place.positive(), tile, mapPx);
                headNanos.accept(System.nanoTime() - start);
                return counted;
              }));
    }
    return counts;
  }

  /**
   * Refuses a device that does not reproduce the golden pair, and a reduced precision that costs
   * more than the bundle tolerates.
   *
   * @return what was found, for people
   */
  String gate(Golden golden) {
    int bytes = bundle.windowPx() * bundle.windowPx() * 3;
    IntFunction<float[]> network =
        i -> window(Arrays.copyOfRange(golden.rgb(), i * bytes, (i + 1) * bytes));
    if (precision.isReduced()) {
      Reduction reduction = Reduction.of(golden, bundle, network);
      reduction.requireWithin(bundle, precision, numericClass.device());
      goldenDrift = reduction.share(bundle.tolerances());
      return "%s on the golden pair: %s"
          .formatted(precision.id(), reduction.text(bundle.tolerances()));
    }
    double largest = 0;
    for (int i = 0; i < golden.windows(); i++) {
      largest = Math.max(largest, golden.check(i, network.apply(i), bundle, numericClass.device()));
    }
    goldenDrift = largest;
    return "golden pair";
  }

  /** [C * w * w] logits of one window: w * w * 3 bytes. */
  float[] window(byte[] rgb) {
    return run(
        (manager, place) -> logits(manager, place.input(), rgb, bundle.windowPx()).toFloatArray());
  }

  /** Runs the network alone and drops what it says: what a tile costs before the head. */
  void network(TilePixels tile) {
    run((manager, place) -> logits(manager, place.input(), tile));
  }

  /** [C][T * T] logits of a tile, stitched: what the head is given, for its oracle. */
  float[][] stitched(TilePixels tile) {
    int side = bundle.tilePx();
    int w = plan.headWindowPx();
    int channels = bundle.channels().size();
    float[] flat = run((manager, place) -> logits(manager, place.input(), tile).toFloatArray());
    float[][] to = new float[channels][side * side];
    int across = side / w;
    for (int at = 0; at < flat.length; at += w) {
      int y = at / w % w;
      int c = at / (w * w) % channels;
      int window = at / (w * w * channels);
      int top = window / across * w;
      System.arraycopy(flat, at, to[c], (top + y) * side + window % across * w, w);
    }
    return to;
  }

  /**
   * Runs the head alone, on logits from anywhere: what its oracle is compared with.
   *
   * @param logits [C][T * T], stitched
   */
  TileCounts head(float[][] logits, TilePixels tile, int mapPx) {
    int side = bundle.tilePx();
    int w = plan.headWindowPx();
    int across = side / w;
    int channels = bundle.channels().size();
    float[] flat = new float[channels * side * side];
    for (int at = 0; at < flat.length; at += w) {
      int window = at / (w * w * channels);
      int row = window / across * w + at / w % w;
      float[] from = logits[at / (w * w) % channels];
      System.arraycopy(from, row * side + window % across * w, flat, at, w);
    }
    int windowCount = across * across;
    Shape shape = new Shape(windowCount, channels, w, w);
    return run(
        (manager, place) ->
            count(manager, manager.create(flat, shape), place.positive(), tile, mapPx));
  }

  private interface Work<T> {
    T with(NDManager manager, Workplace place);
  }

  private <T> T run(Work<T> work) {
    Workplace place = take();
    try (NDManager manager = network.manager().newSubManager()) {
      return work.with(manager, place);
    } catch (EngineException e) {
      throw new ModelRejected(
          precision.isReduced() ? Code.PrecisionNotAdmitted : Code.Invalid,
          "the network of bundle %s failed in %s: %s"
              .formatted(bundle.id(), precision.id(), TorchModels.firstLine(e)),
          e);
    } finally {
      free.add(place);
    }
  }

  private Workplace take() {
    try {
      Workplace place = free.take();
      if (closed) {
        free.add(place);
        throw new IllegalStateException("the model is closed");
      }
      return place;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting for a predictor", e);
    }
  }

  /** Logits as the head takes them: [windows, C, w, w], or [1, C, T, T] where they are blended. */
  private NDArray logits(NDManager manager, ByteBuffer input, TilePixels tile) {
    byte[] rgb = tile.rgb();
    int side = plan.readPx();
    if (!plan.blends()) {
      return logits(manager, input, rgb, side);
    }
    requireSquare(rgb, side);
    return blending.tile(manager, (step, left, top) -> network(step, input, rgb, side, left, top));
  }

  private NDArray logits(NDManager manager, ByteBuffer input, byte[] rgb, int side) {
    requireSquare(rgb, side);
    NDList logits = new NDList();
    for (int top = 0; top < side; top += bundle.windowPx()) {
      for (int left = 0; left < side; left += bundle.windowPx()) {
        logits.add(network(manager, input, rgb, side, left, top));
      }
    }
    return logits.size() == 1 ? logits.head() : NDArrays.concat(logits);
  }

  private static void requireSquare(byte[] rgb, int side) {
    if (rgb.length != side * side * 3) {
      throw new IllegalArgumentException(
          "a tile has %d bytes, not %d".formatted(rgb.length, side * side * 3));
    }
  }

  /** Logits [1, C, w, w] of the window whose corner is there, in a square of pixels. */
  private NDArray network(
      NDManager manager, ByteBuffer input, byte[] rgb, int side, int left, int top) {
    windows.write(rgb, side, left, top, input.clear().asFloatBuffer());
    int w = bundle.windowPx();
    NDArray in = manager.create(input.clear(), new Shape(1, 3, w, w), DataType.FLOAT32);
    Shape expected = new Shape(1, bundle.channels().size(), w, w);
    NDArray logits = network.forward(manager, in);
    if (!logits.getShape().equals(expected) || logits.getDataType() != DataType.FLOAT32) {
      throw new ModelRejected(
          Code.Invalid,
          "the network of bundle %s answers %s %s, not float32 %s"
              .formatted(bundle.id(), logits.getDataType(), logits.getShape(), expected));
    }
    return logits;
  }

  /** Runs the head on logits [squares, C, side, side], squares of the plan's head window. */
  private TileCounts count(
      NDManager manager, NDArray logits, NDArray positive, TilePixels tile, int mapPx) {
    int side = bundle.tilePx();
    NDList in =
        new NDList(
            logits,
            manager.create(ByteBuffer.wrap(tile.valid()), new Shape(side, side), DataType.UINT8));
    in.addAll(constants);
    in.add(manager.create(new long[] {side, plan.headWindowPx(), mapPx}));
    in.add(positive);
    NDList out = head.getBlock().forward(none, in, false);
    out.attach(manager);
    byte[] means = new byte[(int) out.get(1).size()];
    out.get(1).toByteBuffer().get(means);
    return HeadAnswer.unpack(
        tile.index(), out.get(0).toLongArray(), means, bundle.channels().size());
  }

  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    try {
      for (int i = 0; i < predictors; i++) {
        free.take(); // calls in flight end first
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    network.close();
    head.close();
  }
}
