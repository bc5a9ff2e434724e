package io.cohortrun.workers.model;

import io.cohortrun.workers.slide.TilePixels;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** A tile through network and head, as a run infers it, and what each of them takes. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
public class HeadBenchmark {

  @Param("")
  String bundle;

  private TileModel model;
  private TilePixels tile;

  /** Where the time went, by the clock that a run's split of time is read from. */
  @State(Scope.Thread)
  @AuxCounters(AuxCounters.Type.EVENTS)
  public static class Split {
    /** Of the network. */
    public long networkNanos;

    /** Of the head. */
    public long headNanos;

    /** Tiles. */
    public long tiles;
  }

  /** Loads the bundle for one predictor. */
  @Setup
  public void begin() throws Exception {
    model = TorchModels.load(Bundles.open(bundle), "fp32", 1);
    int pixels = model.bundle().tilePx() * model.bundle().tilePx();
    byte[] rgb = new byte[3 * pixels];
    new Random(1).nextBytes(rgb);
    byte[] valid = new byte[pixels];
    Arrays.fill(valid, (byte) 1);
    tile = new TilePixels(0, rgb, valid, null, null);
  }

  /** Closes it. */
  @TearDown
  public void end() {
    model.close();
  }

  /** One tile. */
  @Benchmark
  public List<TileCounts> tile(Split split) {
    split.tiles++;
    return model.infer(
        List.of(tile),
        0,
        (prepare, network, head) -> {
          split.networkNanos += network;
          split.headNanos += head;
        });
  }
}
