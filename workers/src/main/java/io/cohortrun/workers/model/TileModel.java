package io.cohortrun.workers.model;

import io.cohortrun.workers.slide.TilePixels;
import java.util.List;

/**
 * A loaded bundle on one device. Thread-safe; calls from several threads use several predictors
 * where the device has them.
 */
public interface TileModel extends AutoCloseable {

  /** The bundle it was loaded from. */
  Bundle bundle();

  /** Device, libtorch, precision and batch policy: results are identical within one class only. */
  NumericClass numericClass();

  /** Largest difference on the golden pair when it was loaded, as a share of what is tolerated. */
  double goldenDrift();

  /** Pixels that it wants to see around each tile, at the tile's resolution. */
  default int marginPx() {
    return 0;
  }

  /** Tiles that are best given together. */
  default int tilesPerCall() {
    return 1;
  }

  /** False once its device has failed: it must be loaded again, where that can help. */
  default boolean isUsable() {
    return true;
  }

  /** Whether its device failed so that only another process can use it. */
  default boolean deviceLost() {
    return false;
  }

  /**
   * Infers tiles and reduces them to integers on the device.
   *
   * @param tiles any number; batching is internal and does not change any result
   * @param mapPx side of the output map wanted per tile in pixels (0 for none); divides the tile's
   *     side
   * @return one per tile, in order
   * @throws DeviceFailed the device failed, or its memory is short
   */
  default List<TileCounts> infer(List<TilePixels> tiles, int mapPx) {
    return infer(tiles, mapPx, (prepare, network, head) -> {});
  }

  /**
   * Told how long a call worked, without what was waited: preparing its input beside the device,
   * then the network and the head on it.
   */
  @FunctionalInterface
  interface CallTime {
    void took(long prepareNanos, long networkNanos, long headNanos);
  }

  /**
   * The same, telling how long it took.
   *
   * @param time told once or more
   */
  List<TileCounts> infer(List<TilePixels> tiles, int mapPx, CallTime time);

  @Override
  void close();
}
