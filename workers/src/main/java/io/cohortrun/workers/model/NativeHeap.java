package io.cohortrun.workers.model;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Optional;

/**
 * glibc's allocator, told to give tensors back to the system when they are freed.
 *
 * <p>By itself it learns from the first freed tensor to keep blocks of that size, and the resident
 * memory of a long run wanders and grows by fragments.
 */
final class NativeHeap {

  /** glibc's name for "blocks of at least so many bytes are mapped alone"; see mallopt(3). */
  private static final int M_MMAP_THRESHOLD = -3;

  private static final int LARGE = 1 << 20;

  private NativeHeap() {}

  /**
   * From now on, for this process; costs nothing to repeat.
   *
   * @return whether the allocator here knows the setting; others (macOS, musl) have no need of it
   */
  @SuppressWarnings("restricted") // one call of libc by its documented signature
  static boolean returnsLargeBlocks() {
    Linker linker = Linker.nativeLinker();
    Optional<MemorySegment> mallopt = linker.defaultLookup().find("mallopt");
    if (mallopt.isEmpty()) {
      return false;
    }
    MethodHandle call =
        linker.downcallHandle(
            mallopt.get(),
            FunctionDescriptor.of(
                ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));
    try {
      return (int) call.invokeExact(M_MMAP_THRESHOLD, LARGE) == 1;
    } catch (Throwable e) {
      throw new IllegalStateException("mallopt takes two numbers", e);
    }
  }
}
