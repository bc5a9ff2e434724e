package io.cohortrun.workers.model;

import ai.djl.Device;
import ai.djl.Model;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.ParameterStore;
import java.io.InputStream;
import java.nio.file.Files;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** The network of a bundle in DJL, without any of the path, on a window that is there already. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
public class NetworkBenchmark {

  @Param("")
  String bundle;

  private Model network;
  private NDArray window;

  /** Loads it. */
  @Setup
  public void begin() throws Exception {
    BundleFolder folder = Bundles.open(bundle);
    int side = folder.bundle().windowPx();
    network = TorchEngine.get().newModel(folder.bundle().id(), Device.cpu());
    try (InputStream in = Files.newInputStream(folder.model())) {
      network.load(in);
    }
    window = network.getNDManager().randomNormal(new Shape(1, 3, side, side));
    window(); // it lays out its weights, which no other call may do beside it
  }

  /** Closes it. */
  @TearDown
  public void end() {
    network.close();
  }

  /** One window. */
  @Benchmark
  public void window() {
    try (NDManager manager = network.getNDManager().newSubManager()) {
      network.getBlock().forward(new ParameterStore(), new NDList(window), false).attach(manager);
    }
  }
}
