package io.cohortrun.workers.slide.read;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_DOUBLE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** The functions of libopenslide that are used here, as its C header declares them. */
@SuppressWarnings("restricted") // native calls are the purpose of this class
final class OpenSlideCalls {

  private static final int MAX_TEXT = 64 << 20;

  private final MethodHandle version;
  private final MethodHandle detectVendor;
  private final MethodHandle open;
  private final MethodHandle close;
  private final MethodHandle error;
  private final MethodHandle levelCount;
  private final MethodHandle levelDimensions;
  private final MethodHandle levelDownsample;
  private final MethodHandle readRegion;
  private final MethodHandle propertyNames;
  private final MethodHandle propertyValue;

  OpenSlideCalls(SymbolLookup library) {
    version = bind(library, "openslide_get_version", FunctionDescriptor.of(ADDRESS));
    detectVendor =
        bind(library, "openslide_detect_vendor", FunctionDescriptor.of(ADDRESS, ADDRESS));
    open = bind(library, "openslide_open", FunctionDescriptor.of(ADDRESS, ADDRESS));
    close = bind(library, "openslide_close", FunctionDescriptor.ofVoid(ADDRESS));
    error = bind(library, "openslide_get_error", FunctionDescriptor.of(ADDRESS, ADDRESS));
    levelCount =
        bind(library, "openslide_get_level_count", FunctionDescriptor.of(JAVA_INT, ADDRESS));
    levelDimensions =
        bind(
            library,
            "openslide_get_level_dimensions",
            FunctionDescriptor.ofVoid(ADDRESS, JAVA_INT, ADDRESS, ADDRESS));
    levelDownsample =
        bind(
            library,
            "openslide_get_level_downsample",
            FunctionDescriptor.of(JAVA_DOUBLE, ADDRESS, JAVA_INT));
    readRegion =
        bind(
            library,
            "openslide_read_region",
            FunctionDescriptor.ofVoid(
                ADDRESS, ADDRESS, JAVA_LONG, JAVA_LONG, JAVA_INT, JAVA_LONG, JAVA_LONG));
    propertyNames =
        bind(library, "openslide_get_property_names", FunctionDescriptor.of(ADDRESS, ADDRESS));
    propertyValue =
        bind(
            library,
            "openslide_get_property_value",
            FunctionDescriptor.of(ADDRESS, ADDRESS, ADDRESS));
  }

  private static MethodHandle bind(SymbolLookup library, String name, FunctionDescriptor type) {
    return Linker.nativeLinker().downcallHandle(library.findOrThrow(name), type);
  }

  String version() {
    return text(address(() -> (MemorySegment) version.invokeExact())).orElse("unknown");
  }

  Optional<String> detectVendor(String file) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment path = arena.allocateFrom(file);
      return text(address(() -> (MemorySegment) detectVendor.invokeExact(path)));
    }
  }

  /** A handle, or empty where the file is no slide; a broken slide gives a handle with an error. */
  Optional<MemorySegment> open(String file) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment path = arena.allocateFrom(file);
      MemorySegment slide = address(() -> (MemorySegment) open.invokeExact(path));
      return slide.address() == 0 ? Optional.empty() : Optional.of(slide);
    }
  }

  void close(MemorySegment slide) {
    run(
        () -> {
          close.invokeExact(slide); // a block, since an expression would ask for an Object back
        });
  }

  /** The latched error: once there is one, every later answer of the handle is empty. */
  Optional<String> error(MemorySegment slide) {
    return text(address(() -> (MemorySegment) error.invokeExact(slide)));
  }

  int levelCount(MemorySegment slide) {
    int[] answer = new int[1];
    run(() -> answer[0] = (int) levelCount.invokeExact(slide));
    return answer[0];
  }

  /** Width and height. */
  long[] levelDimensions(MemorySegment slide, int level) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment size = arena.allocate(JAVA_LONG, 2);
      MemorySegment height = size.asSlice(Long.BYTES);
      run(
          () -> {
            levelDimensions.invokeExact(slide, level, size, height);
          });
      return size.toArray(JAVA_LONG);
    }
  }

  double levelDownsample(MemorySegment slide, int level) {
    double[] answer = new double[1];
    run(() -> answer[0] = (double) levelDownsample.invokeExact(slide, level));
    return answer[0];
  }

  /**
   * Fills memory outside Java's heap, from level-0 coordinates.
   *
   * @param argb room for w * h ints
   */
  void readRegion(
      MemorySegment slide, MemorySegment argb, long x, long y, int level, int w, int h) {
    run(
        () -> {
          readRegion.invokeExact(slide, argb, x, y, level, (long) w, (long) h);
        });
  }

  /** The properties that are asked for and present; others are not even read. */
  SortedMap<String, String> properties(MemorySegment slide, Set<String> wanted) {
    SortedMap<String, String> all = new TreeMap<>();
    MemorySegment names = address(() -> (MemorySegment) propertyNames.invokeExact(slide));
    if (names.address() == 0) {
      return all;
    }
    MemorySegment list =
        names.reinterpret(MemoryLayout.sequenceLayout(1 << 16, ADDRESS).byteSize());
    for (long i = 0; list.getAtIndex(ADDRESS, i).address() != 0; i++) {
      MemorySegment name = list.getAtIndex(ADDRESS, i);
      text(name)
          .filter(wanted::contains)
          .ifPresent(
              key ->
                  text(address(() -> (MemorySegment) propertyValue.invokeExact(slide, name)))
                      .ifPresent(value -> all.put(key, value)));
    }
    return all;
  }

  private static Optional<String> text(MemorySegment chars) {
    return chars.address() == 0
        ? Optional.empty()
        : Optional.of(chars.reinterpret(MAX_TEXT).getString(0));
  }

  private interface Call {
    void run() throws Throwable;
  }

  private interface AddressCall {
    MemorySegment run() throws Throwable;
  }

  private static MemorySegment address(AddressCall call) {
    MemorySegment[] answer = new MemorySegment[1];
    run(() -> answer[0] = call.run());
    return answer[0];
  }

  private static void run(Call call) {
    try {
      call.run();
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }
}
