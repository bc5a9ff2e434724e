package io.cohortrun.workers.slide.child;

import io.cohortrun.workers.slide.SlideReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** All whole tiles of a slide through the decode child, the slide opened anew each time. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
public class DecodeBenchmark {

  private static final int TILE = 512;

  @Param("")
  String slide;

  @Param("1")
  int readers;

  private DecodeProcesses children;
  private ExecutorService pool;

  /** Tiles a second, beside slides a second. */
  @State(Scope.Thread)
  @AuxCounters(AuxCounters.Type.OPERATIONS)
  public static class Decoded {
    /** Tiles that were read. */
    public long tiles;
  }

  /** Before the first slide. */
  @Setup
  public void begin() {
    children = new DecodeProcesses();
    pool = Executors.newFixedThreadPool(readers);
  }

  /** After the last one. */
  @TearDown
  public void end() {
    pool.close();
    children.close();
  }

  /** One slide. */
  @Benchmark
  public void decode(Decoded decoded) throws Exception {
    try (SlideReader reader = children.open(Path.of(slide))) {
      var level = reader.info().levels().getFirst();
      List<Callable<int[]>> reads = new ArrayList<>();
      for (int y = 0; y + TILE <= level.height(); y += TILE) {
        for (int x = 0; x + TILE <= level.width(); x += TILE) {
          int left = x;
          int top = y;
          reads.add(
              () -> {
                int[] argb = new int[TILE * TILE];
                reader.read(0, left, top, TILE, TILE, argb);
                return argb;
              });
        }
      }
      for (var done : pool.invokeAll(reads)) {
        done.get();
      }
      decoded.tiles += reads.size();
    }
  }
}
