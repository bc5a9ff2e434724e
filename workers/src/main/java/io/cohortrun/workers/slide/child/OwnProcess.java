package io.cohortrun.workers.slide.child;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.Locale;

/** What parent and child ask of the operating system for themselves, by the C library. */
@SuppressWarnings("restricted") // the C library is the purpose of this class
final class OwnProcess {

  private static final int RLIMIT_DATA = 2;
  private static final int PR_SET_DUMPABLE = 4;

  private OwnProcess() {}

  /**
   * Lowers the limit on private memory, so that an absurd allocation of native code fails before it
   * is made. Linux counts Java heap and malloc alike in RLIMIT_DATA; elsewhere the parent's watch
   * is all there is.
   *
   * @return whether the limit now holds
   */
  static boolean limitMemory(long bytes) {
    if (!isLinux()) {
      return false;
    }
    MethodHandle setrlimit =
        function("setrlimit", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS));
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment limit = arena.allocateFrom(JAVA_LONG, bytes, bytes);
      return (int) setrlimit.invokeExact(RLIMIT_DATA, limit) == 0;
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * Leaves the terminal's session: the Ctrl-C by which a user asks the worker to drain must not end
   * its decoders, and so make failures of healthy slides.
   *
   * @return whether this process now leads a session of its own
   */
  static boolean leaveTerminal() {
    MethodHandle setsid = function("setsid", FunctionDescriptor.of(JAVA_INT));
    try {
      return (int) setsid.invokeExact() >= 0;
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * Keeps the environment, memory and open files of this process from others of the same user, such
   * as its children. It writes no core dump any more.
   *
   * @return whether it is so now; not on systems other than Linux
   */
  static boolean hide() {
    return isLinux() && control(PR_SET_DUMPABLE, 0);
  }

  /** Linux's {@code prctl}: whether it took that. */
  static boolean control(int option, long argument) {
    MethodHandle prctl =
        function(
            "prctl",
            FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG),
            Linker.Option.firstVariadicArg(1));
    try {
      return (int) prctl.invokeExact(option, argument, 0L, 0L, 0L) == 0;
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }

  static boolean isLinux() {
    return System.getProperty("os.name").toLowerCase(Locale.ROOT).contains("linux");
  }

  static MethodHandle function(String name, FunctionDescriptor type, Linker.Option... options) {
    Linker linker = Linker.nativeLinker();
    return linker.downcallHandle(linker.defaultLookup().findOrThrow(name), type, options);
  }
}
