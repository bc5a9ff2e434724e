package io.cohortrun.workers.model.device;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.nio.ByteBuffer;
import java.util.Optional;

/** The CUDA runtime that libtorch brings with it: the three calls that DJL has none for. */
public final class CudaRuntime {

  private static final String LIBRARY = "libcudart.so.12";

  private final SymbolLookup library;

  private CudaRuntime(SymbolLookup library) {
    this.library = library;
  }

  /** Empty where libtorch is one for CPUs; ask after libtorch is loaded. */
  public static Optional<CudaRuntime> loaded() {
    return NativeCall.library(LIBRARY).map(CudaRuntime::new);
  }

  /** Version, e.g. {@code cu126}; needs no card. */
  public String version() {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment number = arena.allocate(JAVA_INT);
      NativeCall.of(library, "cudaRuntimeGetVersion", ADDRESS).call(number);
      return version(number.get(JAVA_INT, 0));
    }
  }

  /** 12060 is 12.6. */
  static String version(int number) {
    return "cu%d%d".formatted(number / 1000, number % 1000 / 10);
  }

  /**
   * Pins a buffer, so that the card fetches from it without a copy in between; for as long as the
   * process lives, or until {@link #unpin}.
   *
   * @param buffer direct
   * @return false where the system has no more memory to pin: the buffer works all the same
   */
  public boolean pin(ByteBuffer buffer) {
    return NativeCall.of(library, "cudaHostRegister", ADDRESS, JAVA_LONG, JAVA_INT)
            .call(MemorySegment.ofBuffer(buffer), (long) buffer.capacity(), 0)
        == 0;
  }

  /** Undoes {@link #pin}. */
  public void unpin(ByteBuffer buffer) {
    NativeCall.of(library, "cudaHostUnregister", ADDRESS).call(MemorySegment.ofBuffer(buffer));
  }

  /** Waits until the card has done all that it was given. */
  public void await() {
    NativeCall.of(library, "cudaDeviceSynchronize").call();
  }
}
