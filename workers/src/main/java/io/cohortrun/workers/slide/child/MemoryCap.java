package io.cohortrun.workers.slide.child;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Locale;

/**
 * Lowers this process's own limit on private memory, so that an absurd allocation of native code
 * fails before it is made. Linux counts Java heap and malloc alike in RLIMIT_DATA; elsewhere the
 * parent's watch is all there is.
 */
final class MemoryCap {

  private static final int RLIMIT_DATA = 2;

  private MemoryCap() {}

  /** Whether the limit now holds. */
  @SuppressWarnings("restricted") // setrlimit is the purpose of this class
  static boolean set(long bytes) {
    if (!System.getProperty("os.name").toLowerCase(Locale.ROOT).contains("linux")) {
      return false;
    }
    Linker linker = Linker.nativeLinker();
    MethodHandle setrlimit =
        linker.downcallHandle(
            linker.defaultLookup().findOrThrow("setrlimit"),
            FunctionDescriptor.of(JAVA_INT, JAVA_INT, ValueLayout.ADDRESS));
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment limit = arena.allocateFrom(JAVA_LONG, bytes, bytes);
      return (int) setrlimit.invokeExact(RLIMIT_DATA, limit) == 0;
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }
}
