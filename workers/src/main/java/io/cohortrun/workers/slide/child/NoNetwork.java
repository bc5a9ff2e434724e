package io.cohortrun.workers.slide.child;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/**
 * Takes the network from this process: Linux answers "permission denied" to who asks for a socket,
 * but for those between processes of one machine, in all its threads and all that it starts. By a
 * program of seccomp, see {@code seccomp(2)}.
 */
@SuppressWarnings("restricted") // a system call is the purpose of this class
final class NoNetwork {

  private static final int PR_SET_NO_NEW_PRIVS = 38;
  private static final int SECCOMP_SET_MODE_FILTER = 1;

  /** All threads; and no slower memory, which older kernels otherwise add against Spectre. */
  private static final int FLAGS = 1 | 1 << 2;

  /** Offsets of {@code struct seccomp_data}, in bytes. */
  private static final int NUMBER = 0;

  private static final int ARCHITECTURE = 4;
  private static final int FIRST_ARGUMENT = 16;

  /** Instructions of {@code linux/bpf_common.h}. */
  private static final int LOAD = 0x20;

  private static final int IF_EQUAL = 0x15;
  private static final int IF_AT_LEAST = 0x35;
  private static final int ANSWER = 0x06;

  private static final int ALLOW = 0x7fff0000;
  private static final int EACCES = 0x00050000 | 13;

  /** Calls from here on are those of another convention, x32. */
  private static final int X32 = 0x40000000;

  private static final int IO_URING_SETUP = 425;
  private static final int AF_UNIX = 1;

  /**
   * What differs between machines.
   *
   * @param audit its number in {@code linux/audit.h}
   * @param socket number of that system call
   * @param seccomp number of that system call
   */
  private record Machine(int audit, int socket, int seccomp) {}

  private NoNetwork() {}

  /**
   * Takes it, for good.
   *
   * @return whether it is taken; not on systems other than Linux on x86-64 and AArch64
   */
  static boolean enter() {
    Machine machine =
        switch (System.getProperty("os.arch")) {
          case "amd64" -> new Machine(0xC000003E, 41, 317);
          case "aarch64" -> new Machine(0xC00000B7, 198, 277);
          default -> null;
        };
    if (machine == null || !OwnProcess.isLinux() || !OwnProcess.control(PR_SET_NO_NEW_PRIVS, 1)) {
      return false;
    }
    MethodHandle syscall =
        OwnProcess.function(
            "syscall",
            FunctionDescriptor.of(JAVA_LONG, JAVA_LONG, JAVA_INT, JAVA_INT, ADDRESS),
            Linker.Option.firstVariadicArg(1));
    long[] steps = steps(machine);
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment program = arena.allocate(ADDRESS, 2);
      program.set(JAVA_SHORT, 0, (short) steps.length);
      program.set(ADDRESS, ADDRESS.byteSize(), arena.allocateFrom(JAVA_LONG, steps));
      return (long)
              syscall.invokeExact((long) machine.seccomp, SECCOMP_SET_MODE_FILTER, FLAGS, program)
          == 0;
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }

  /** An io_uring makes sockets without a call: there is none of it either. */
  private static long[] steps(Machine machine) {
    return new long[] {
      step(LOAD, ARCHITECTURE, 0, 0),
      step(IF_EQUAL, machine.audit, 0, 7),
      step(LOAD, NUMBER, 0, 0),
      step(IF_AT_LEAST, X32, 5, 0),
      step(IF_EQUAL, IO_URING_SETUP, 4, 0),
      step(IF_EQUAL, machine.socket, 0, 2),
      step(LOAD, FIRST_ARGUMENT, 0, 0),
      step(IF_EQUAL, AF_UNIX, 0, 1),
      step(ANSWER, ALLOW, 0, 0),
      step(ANSWER, EACCES, 0, 0)
    };
  }

  /**
   * One instruction, {@code struct sock_filter}, on a machine whose low bytes come first.
   *
   * @param yes instructions to leave out where it is so
   * @param no those where it is not
   */
  private static long step(int code, int value, int yes, int no) {
    return code | (long) yes << 16 | (long) no << 24 | (long) value << 32;
  }
}
