package io.cohortrun.workers.shard;

import io.cohortrun.workers.model.Bundle;
import io.cohortrun.workers.model.NumericClass;
import io.cohortrun.workers.model.TileCounts;
import io.cohortrun.workers.model.TileModel;
import io.cohortrun.workers.slide.TilePixels;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

/** A model whose counts follow from pixels, which can be made to break at a tile. */
final class FakeModel implements TileModel {

  final AtomicInteger inferred = new AtomicInteger();
  final Set<Integer> seen = new ConcurrentSkipListSet<>();

  private final int tilePx;
  private final double mpp;

  /** For {@link SampleSlide}. */
  FakeModel() {
    this(SampleSlide.TILE, 0.25);
  }

  FakeModel(int tilePx, double mpp) {
    this.tilePx = tilePx;
    this.mpp = mpp;
  }

  /** Tiles that fill a call; above 1 it is a card, which serves one call at once. */
  volatile int tilesPerCall = 1;

  final AtomicInteger calls = new AtomicInteger();
  private final Lock card = new ReentrantLock(true);

  /** Tile index at which inference breaks, or -1. */
  volatile int breaksAt = -1;

  @Override
  public Bundle bundle() {
    return new Bundle(
        "demo",
        "1",
        "torchscript",
        null,
        mpp,
        tilePx,
        tilePx,
        List.of(0.5, 0.5, 0.5),
        List.of(0.2, 0.2, 0.2),
        SampleSlide.channels(),
        new Bundle.Tolerances(1e-4, 0.03, 0.02),
        new TreeMap<>(),
        "Apache-2.0",
        "tests",
        true);
  }

  /** The kind of machine that it pretends to run on. */
  volatile String device = "cpu-test";

  @Override
  public double goldenDrift() {
    return 0.25;
  }

  @Override
  public NumericClass numericClass() {
    return new NumericClass(device, "2.7.1", "fp32", "1");
  }

  @Override
  public List<TileCounts> infer(List<TilePixels> tiles, int mapPx, CallTime time) {
    long start = System.nanoTime();
    calls.incrementAndGet();
    if (tilesPerCall > 1) {
      compute();
    }
    try {
      return tiles.stream().map(t -> infer(t, mapPx)).toList();
    } finally {
      time.took(1, System.nanoTime() - start, 1);
    }
  }

  @Override
  public int tilesPerCall() {
    return tilesPerCall;
  }

  /** A card takes as long for one tile as for a full call. */
  private void compute() {
    card.lock();
    try {
      LockSupport.parkNanos(10_000_000);
    } finally {
      card.unlock();
    }
  }

  private TileCounts infer(TilePixels t, int mapPx) {
    if (t.index() == breaksAt) {
      throw new IllegalStateException("device lost");
    }
    inferred.incrementAndGet();
    seen.add(t.index());
    return SampleSlide.counts(t, mapPx);
  }

  @Override
  public void close() {}
}
