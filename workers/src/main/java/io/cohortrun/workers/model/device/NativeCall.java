package io.cohortrun.workers.model.device;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Optional;

/** A C function that answers with an int, as all of CUDA's do: 0 where it succeeded. */
@SuppressWarnings("restricted") // native calls are the purpose of this class
final class NativeCall {

  private final MethodHandle function;

  private NativeCall(MethodHandle function) {
    this.function = function;
  }

  /** A library by its file name, as the loader finds it; empty where it does not. */
  static Optional<SymbolLookup> library(String name) {
    try {
      return Optional.of(SymbolLookup.libraryLookup(name, Arena.global()));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  static NativeCall of(SymbolLookup library, String name, MemoryLayout... arguments) {
    FunctionDescriptor type = FunctionDescriptor.of(ValueLayout.JAVA_INT, arguments);
    return new NativeCall(Linker.nativeLinker().downcallHandle(library.findOrThrow(name), type));
  }

  int call(Object... arguments) {
    try {
      return (int) function.invokeWithArguments(arguments);
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }
}
