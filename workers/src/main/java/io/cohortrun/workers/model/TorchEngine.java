package io.cohortrun.workers.model;

import ai.djl.engine.Engine;
import ai.djl.engine.EngineException;
import io.cohortrun.workers.model.ModelRejected.Code;
import io.cohortrun.workers.model.device.CudaRuntime;
import io.cohortrun.workers.model.device.NativeEnvironment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * libtorch, loaded once per process: never downloaded, one thread per call. Its settings are read
 * when it is loaded and cannot change afterwards, hence they are set here and nowhere else.
 */
final class TorchEngine {

  private static final String NAME = "PyTorch";

  private static final String LIBRARY = "PYTORCH_LIBRARY_PATH";

  private TorchEngine() {}

  /** Whether the libtorch of this program is one that computes on cards too. */
  static boolean usesCards() {
    String folder = System.getenv(LIBRARY);
    return folder != null && Files.exists(Path.of(folder, "libtorch_cuda.so"));
  }

  /** Version and build of libtorch, e.g. {@code 2.7.1} for CPUs and {@code 2.7.1+cu126}. */
  static String build() {
    String version = get().getVersion();
    return usesCards()
        ? CudaRuntime.loaded().map(cuda -> version + "+" + cuda.version()).orElse(version)
        : version;
  }

  /**
   * The engine. Processes take turns: the first unpacks the native libraries into the machine's
   * cache, the others find them there.
   *
   * @throws ModelRejected libtorch cannot be loaded
   */
  static synchronized Engine get() {
    // Read by NVIDIA's libraries, above whatever libtorch asks of them: float32 means float32.
    NativeEnvironment.set("NVIDIA_TF32_OVERRIDE", "0");
    System.setProperty("ai.djl.offline", "true");
    System.setProperty("OPT_OUT_TRACKING", "true");
    System.setProperty("ai.djl.pytorch.num_threads", "1");
    System.setProperty("ai.djl.pytorch.num_interop_threads", "1");
    System.setProperty("ai.djl.pytorch.graph_optimizer", "false");
    try {
      if (System.getenv(LIBRARY) != null) {
        return Engine.getEngine(NAME); // nothing to unpack, and an image's cache cannot be written
      }
      return MachineCache.exclusively(
          "libtorch",
          () -> {
            if (System.getenv("DJL_CACHE_DIR") == null
                && System.getProperty("DJL_CACHE_DIR") == null) {
              System.setProperty("DJL_CACHE_DIR", MachineCache.folder().resolve("djl").toString());
            }
            return Engine.getEngine(NAME);
          });
    } catch (IOException | EngineException | UnsatisfiedLinkError e) {
      throw new ModelRejected(
          Code.EngineUnavailable,
          "libtorch cannot be loaded (%s); it needs Linux on x86-64 with glibc 2.28 or newer, and a"
                  .formatted(e.getMessage())
              + " cache folder that can be written (COHORTRUN_CACHE)",
          e);
    }
  }
}
