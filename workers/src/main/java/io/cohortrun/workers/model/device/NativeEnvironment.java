package io.cohortrun.workers.model.device;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.Linker;

/** The environment of this process as C libraries read it; Java's own copy stays as it is. */
public final class NativeEnvironment {

  private NativeEnvironment() {}

  /** Sets a variable, for libraries that are loaded after this. */
  public static void set(String name, String value) {
    NativeCall setenv =
        NativeCall.of(Linker.nativeLinker().defaultLookup(), "setenv", ADDRESS, ADDRESS, JAVA_INT);
    try (Arena arena = Arena.ofConfined()) {
      int failed = setenv.call(arena.allocateFrom(name), arena.allocateFrom(value), 1);
      if (failed != 0) {
        throw new IllegalStateException("the environment cannot take " + name);
      }
    }
  }
}
