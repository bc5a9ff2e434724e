package io.cohortrun.e2e.series;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Resident memory of a process, bytes, as Linux tells it; 0 where the process is gone. */
public final class Resident {

  private Resident() {}

  public static long now(long pid) {
    return read(pid, "VmRSS:");
  }

  /** Since its start. */
  static long peak(long pid) {
    return read(pid, "VmHWM:");
  }

  private static long read(long pid, String field) {
    try {
      return Files.readAllLines(Path.of("/proc/" + pid + "/status")).stream()
          .filter(l -> l.startsWith(field))
          .mapToLong(l -> Long.parseLong(l.replaceAll("[^0-9]", "")) * 1024)
          .findFirst()
          .orElse(0);
    } catch (IOException gone) {
      return 0;
    }
  }
}
