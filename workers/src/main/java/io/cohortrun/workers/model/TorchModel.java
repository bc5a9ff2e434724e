package io.cohortrun.workers.model;

import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.cohortrun.workers.model.ModelRejected.Code;
import io.cohortrun.workers.model.Workplaces.Workplace;
import io.cohortrun.workers.model.device.BatchLadder;
import io.cohortrun.workers.model.device.CudaRuntime;
import io.cohortrun.workers.slide.TilePixels;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.IntConsumer;
import java.util.function.IntFunction;
import java.util.function.ToIntFunction;
import java.util.stream.Stream;

/**
 * A network and the feature head in libtorch. A batch is always of one size: on a CPU one window,
 * whose maps stay in the caches; on a card as many as its memory holds, the last one filled up. So
 * the numbers of a window do not depend on its neighbours.
 */
final class TorchModel implements TileModel {

  private final Bundle bundle;
  private final NumericClass numericClass;
  private final Network network;
  private final FeatureHead head;
  private final WindowPlan plan;
  private final Precision precision;
  private final Placement placement;
  private final Blending blending;
  private final Optional<CudaRuntime> cuda;
  private final int batch;
  private final IntConsumer shrink;
  private final Workplaces places;

  /** Why it cannot be used any more, or null. */
  private volatile DeviceFailed failed;

  private volatile double goldenDrift = Double.NaN;

  /**
   * Of parts that are on one device; it closes them.
   *
   * @param batch windows that the network takes at once
   * @param shrink told the next smaller batch when memory is short
   */
  TorchModel(
      Bundle bundle,
      WindowPlan plan,
      Precision precision,
      Placement placement,
      Network network,
      FeatureHead head,
      int predictors,
      int batch,
      IntConsumer shrink) {
    this.bundle = bundle;
    this.plan = plan;
    this.precision = precision;
    this.placement = placement;
    this.network = network;
    this.head = head;
    this.batch = batch;
    this.shrink = shrink;
    this.numericClass = placement.numericClass(precision, batch);
    this.cuda = placement.device().isGpu() ? CudaRuntime.loaded() : Optional.empty();
    this.blending =
        plan.blends() ? new Blending(plan, bundle.channels().size(), head.kept()) : null;
    int most = tilesPerCall() * windowsPerTile();
    this.places =
        new Workplaces(
            Stream.generate(
                    () -> new Workplace(new CallInput(bundle, most, batch, cuda), head.workspace()))
                .limit(placement.placesOf(predictors))
                .toList(),
            placement.callsAtOnce(predictors));
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
  public int tilesPerCall() {
    return Math.max(1, batch / windowsPerTile());
  }

  @Override
  public boolean isUsable() {
    return failed == null;
  }

  @Override
  public boolean deviceLost() {
    DeviceFailed why = failed;
    return why != null && why.endsProcess();
  }

  private int windowsPerTile() {
    return plan.starts().length * plan.starts().length;
  }

  @Override
  public List<TileCounts> infer(List<TilePixels> tiles, int mapPx, CallTime time) {
    if (mapPx < 0 || (mapPx > 0 && bundle.tilePx() % mapPx != 0)) {
      throw new IllegalArgumentException(
          "mapPx %d does not divide tilePx %d".formatted(mapPx, bundle.tilePx()));
    }
    List<TileCounts> counts = new ArrayList<>(tiles.size());
    for (int at = 0; at < tiles.size(); at += tilesPerCall()) {
      counts.addAll(
          call(tiles.subList(at, Math.min(at + tilesPerCall(), tiles.size())), mapPx, time));
    }
    return counts;
  }

  private List<TileCounts> call(List<TilePixels> tiles, int mapPx, CallTime time) {
    return run(
        input -> fill(input, tiles),
        (manager, place, batches) -> {
          long begin = System.nanoTime();
          Windowed windows = windowed(manager, place.input(), batches);
          List<NDArray> logits = new ArrayList<>(tiles.size());
          for (int i = 0; i < tiles.size(); i++) {
            logits.add(tile(manager, windows, i));
          }
          cuda.ifPresent(CudaRuntime::await); // a card answers later than it is asked
          long start = System.nanoTime();
          List<TileCounts> counts = new ArrayList<>(tiles.size());
          for (int i = 0; i < tiles.size(); i++) {
            counts.add(head.count(manager, logits.get(i), place.positive(), tiles.get(i), mapPx));
          }
          time.took(place.input().fillNanos(), start - begin, System.nanoTime() - start);
          return counts;
        });
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
    double tolerated = placement.tolerated(bundle.tolerances());
    goldenDrift = golden.check(network, bundle, tolerated, numericClass.device());
    return "golden pair";
  }

  /** One full call, so that memory that is short is short now. */
  void rehearse() {
    int read = plan.readPx() * plan.readPx();
    TilePixels blank =
        new TilePixels(
            0, new byte[read * 3], new byte[bundle.tilePx() * bundle.tilePx()], null, null);
    infer(Collections.nCopies(tilesPerCall(), blank), bundle.tilePx());
  }

  /** [C * w * w] logits of one window: w * w * 3 bytes. */
  float[] window(byte[] rgb) {
    return run(
        input -> input.fill(List.of(rgb), bundle.windowPx(), new int[1]),
        (manager, place, batches) ->
            windowed(manager, place.input(), batches).range(manager, 0, 1).toFloatArray());
  }

  /** Runs the network alone and drops what it says: what a tile costs before the head. */
  void network(TilePixels tile) {
    run(
        input -> fill(input, List.of(tile)),
        (manager, place, batches) ->
            tile(manager, windowed(manager, place.input(), batches), 0).getShape());
  }

  /** [C][T * T] logits of a tile, stitched: what the head is given, for its oracle. */
  float[][] stitched(TilePixels tile) {
    float[] flat =
        run(
            input -> fill(input, List.of(tile)),
            (manager, place, batches) ->
                tile(manager, windowed(manager, place.input(), batches), 0).toFloatArray());
    return new Squares(bundle, plan.headWindowPx()).stitched(flat);
  }

  /**
   * Runs the head alone, on logits from anywhere: what its oracle is compared with.
   *
   * @param logits [C][T * T], stitched
   */
  TileCounts head(float[][] logits, TilePixels tile, int mapPx) {
    Squares squares = new Squares(bundle, plan.headWindowPx());
    return run(
        input -> 0,
        (manager, place, batches) ->
            head.count(
                manager,
                manager.create(squares.cut(logits), squares.shape()),
                place.positive(),
                tile,
                mapPx));
  }

  private interface Work<T> {
    T with(NDManager manager, Workplace place, int batches);
  }

  /** Fills a place beside what the device does, and then has the device. */
  private <T> T run(ToIntFunction<CallInput> fill, Work<T> work) {
    Workplace place = places.take();
    try {
      int batches = fill.applyAsInt(place.input());
      places.lease();
      try (NDManager manager = network.manager().newSubManager()) {
        if (failed != null) {
          throw failed.again();
        }
        return work.with(manager, place, batches);
      } catch (EngineException e) {
        throw failure(e);
      } finally {
        places.endLease();
      }
    } finally {
      places.giveBack(place);
    }
  }

  private RuntimeException failure(EngineException e) {
    Optional<DeviceFailed> device = DeviceFailed.in(e, placement, batch + " windows a call");
    if (device.isEmpty()) {
      return new ModelRejected(
          precision.isReduced() ? Code.PrecisionNotAdmitted : Code.Invalid,
          "the network of bundle %s failed in %s: %s"
              .formatted(bundle.id(), precision.id(), TorchModels.reason(e)),
          e);
    }
    failed = device.get();
    if (failed.outOfMemory() && batch == 1) {
      return new ModelRejected(
          Code.GpuOutOfMemory,
          "%s; even one window is too much: use a card with more memory, or one that nobody else uses"
              .formatted(failed.getMessage()),
          e);
    }
    if (failed.outOfMemory()) {
      shrink.accept(BatchLadder.next(batch));
    }
    return failed;
  }

  private int fill(CallInput input, List<TilePixels> tiles) {
    int[] starts = Arrays.stream(plan.starts()).map(s -> s + plan.marginPx()).toArray();
    return input.fill(tiles.stream().map(TilePixels::rgb).toList(), plan.readPx(), starts);
  }

  /** One by one they are made on demand: a blended tile then never holds more than one. */
  private Windowed windowed(NDManager manager, CallInput input, int batches) {
    if (batch == 1) {
      return (step, from, to) -> {
        NDList windows = new NDList();
        for (int k = from; k < to; k++) {
          windows.add(network(step, input, k));
        }
        return windows.size() == 1 ? windows.head() : NDArrays.concat(windows);
      };
    }
    NDList all = new NDList();
    for (int i = 0; i < batches; i++) {
      all.add(network(manager, input, i));
    }
    NDArray logits = all.size() == 1 ? all.head() : NDArrays.concat(all);
    return (step, from, to) -> {
      NDArray part = logits.get(new NDIndex("{}:{}", from, to));
      part.attach(step);
      return part;
    };
  }

  /** Logits as the head takes them: [windows, C, w, w], or [1, C, T, T] where they are blended. */
  private NDArray tile(NDManager manager, Windowed windows, int i) {
    int n = windowsPerTile();
    return blending == null
        ? windows.range(manager, i * n, (i + 1) * n)
        : blending.tile(manager, (step, k) -> windows.range(step, i * n + k, i * n + k + 1));
  }

  /** Logits [batch, C, w, w] of one batch. */
  private NDArray network(NDManager manager, CallInput input, int i) {
    int w = bundle.windowPx();
    NDArray in = manager.create(input.batch(i), new Shape(batch, 3, w, w), DataType.FLOAT32);
    Shape expected = new Shape(batch, bundle.channels().size(), w, w);
    NDArray logits = network.forward(manager, in);
    if (!logits.getShape().equals(expected) || logits.getDataType() != DataType.FLOAT32) {
      throw new ModelRejected(
          Code.Invalid,
          "the network of bundle %s answers %s %s, not float32 %s"
              .formatted(bundle.id(), logits.getDataType(), logits.getShape(), expected));
    }
    return logits;
  }

  @Override
  public void close() {
    if (!places.isClosed()) {
      places.close();
      network.close();
      head.close();
    }
  }
}
