package io.cohortrun.workers.model;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/**
 * The part of a numeric class that a CPU decides: libtorch picks kernels by instruction set
 * (AVX-512, AVX2 or neither), its matrix library also by vendor.
 */
final class CpuCapability {

  private static final Set<String> AVX512 = Set.of("avx512f", "avx512dq", "avx512bw", "avx512vl");
  private static final Set<String> AVX2 = Set.of("avx2", "fma");

  private CpuCapability() {}

  /** oneDNN has kernels of their own for each, which add in another order. */
  enum Bfloat16 {
    TILES("amx"),
    VECTORS("avx512_bf16"),
    EMULATED("emulated");

    private final String word;

    Bfloat16(String word) {
      this.word = word;
    }

    /** For the numeric class. */
    String word() {
      return word;
    }
  }

  /** Of this machine, e.g. {@code cpu-avx2-amd}. */
  static String here() {
    String asked = System.getenv("ATEN_CPU_CAPABILITY");
    try {
      return of(Files.readAllLines(Path.of("/proc/cpuinfo")), asked);
    } catch (IOException e) {
      return of(List.of(), asked);
    }
  }

  /** How this machine multiplies bfloat16 numbers. */
  static Bfloat16 bfloat16() {
    try {
      return bfloat16(Files.readAllLines(Path.of("/proc/cpuinfo")));
    } catch (IOException e) {
      return Bfloat16.EMULATED;
    }
  }

  /**
   * Whether bfloat16 without tiles is slower here than float32: Intel's cores have two units for
   * float32 and less than one for VDPBF16PS, AMD's have as many for both.
   */
  static boolean slowVectors() {
    return here().contains("-intel");
  }

  static Bfloat16 bfloat16(List<String> cpuinfo) {
    Set<String> flags = Set.of(value(cpuinfo, "flags").split(" +"));
    return flags.contains("amx_bf16")
        ? Bfloat16.TILES
        : flags.contains("avx512_bf16") ? Bfloat16.VECTORS : Bfloat16.EMULATED;
  }

  /**
   * From the lines of {@code /proc/cpuinfo}.
   *
   * @param asked ATEN_CPU_CAPABILITY, which overrides libtorch's choice, or null
   */
  static String of(List<String> cpuinfo, String asked) {
    Set<String> flags = Set.of(value(cpuinfo, "flags").split(" +"));
    String vendor =
        switch (value(cpuinfo, "vendor_id")) {
          case "AuthenticAMD" -> "amd";
          case "GenuineIntel" -> "intel";
          default -> "other";
        };
    String kernels =
        flags.containsAll(AVX512) && flags.containsAll(AVX2)
            ? "avx512"
            : flags.containsAll(AVX2) ? "avx2" : "default";
    return "cpu-%s-%s%s"
        .formatted(kernels, vendor, asked == null || asked.isBlank() ? "" : "-as-" + asked);
  }

  private static String value(List<String> cpuinfo, String key) {
    return cpuinfo.stream()
        .filter(line -> line.startsWith(key) && line.contains(":"))
        .map(line -> line.substring(line.indexOf(':') + 1).strip())
        .findFirst()
        .orElse("");
  }
}
