package io.cohortrun.workers.model.device;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.NoSuchElementException;

/**
 * Cards by the driver's own library, which is there wherever a card can be used: no tool is started
 * and nothing of libtorch is needed. Functions and numbers are those of {@code cuda.h}.
 */
public final class CudaDriver implements Cards {

  private static final String LIBRARY = "libcuda.so.1";
  private static final int MAJOR = 75;
  private static final int MINOR = 76;
  private static final int UUID_BYTES = 16;
  private static final int NAME_BYTES = 256;

  @Override
  public List<Card> visible() {
    try {
      return NativeCall.library(LIBRARY).map(CudaDriver::visible).orElse(List.of());
    } catch (NoSuchElementException e) {
      return List.of(); // a driver so old that it lacks a function
    }
  }

  private static List<Card> visible(SymbolLookup driver) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment number = arena.allocate(JAVA_INT);
      if (NativeCall.of(driver, "cuInit", JAVA_INT).call(0) != 0
          || NativeCall.of(driver, "cuDeviceGetCount", ADDRESS).call(number) != 0) {
        return List.of();
      }
      int count = number.get(JAVA_INT, 0);
      List<Card> cards = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        if (NativeCall.of(driver, "cuDeviceGet", ADDRESS, JAVA_INT).call(number, i) == 0) {
          cards.add(card(driver, number.get(JAVA_INT, 0), arena));
        }
      }
      return cards;
    }
  }

  private static Card card(SymbolLookup driver, int device, Arena arena) {
    MemorySegment name = arena.allocate(NAME_BYTES);
    NativeCall.of(driver, "cuDeviceGetName", ADDRESS, JAVA_INT, JAVA_INT)
        .call(name, NAME_BYTES, device);
    // The second form tells the slices of one card apart.
    MemorySegment uuid = arena.allocate(UUID_BYTES);
    NativeCall.of(driver, "cuDeviceGetUuid_v2", ADDRESS, JAVA_INT).call(uuid, device);
    MemorySegment bytes = arena.allocate(JAVA_LONG);
    NativeCall.of(driver, "cuDeviceTotalMem_v2", ADDRESS, JAVA_INT).call(bytes, device);
    return new Card(
        uuid(uuid.toArray(JAVA_BYTE)),
        name.getString(0),
        attribute(driver, MAJOR, device, arena),
        attribute(driver, MINOR, device, arena),
        bytes.get(JAVA_LONG, 0));
  }

  private static int attribute(SymbolLookup driver, int which, int device, Arena arena) {
    MemorySegment value = arena.allocate(JAVA_INT);
    NativeCall.of(driver, "cuDeviceGetAttribute", ADDRESS, JAVA_INT, JAVA_INT)
        .call(value, which, device);
    return value.get(JAVA_INT, 0);
  }

  /** As {@code nvidia-smi -L} writes it. */
  static String uuid(byte[] bytes) {
    String hex = HexFormat.of().formatHex(bytes);
    return "GPU-%s-%s-%s-%s-%s"
        .formatted(
            hex.substring(0, 8),
            hex.substring(8, 12),
            hex.substring(12, 16),
            hex.substring(16, 20),
            hex.substring(20));
  }
}
