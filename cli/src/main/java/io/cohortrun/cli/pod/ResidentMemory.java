package io.cohortrun.cli.pod;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Stream;

/** Resident memory of processes, as Linux tells it. */
final class ResidentMemory {

  private static final String FIELD = "VmRSS:";

  private ResidentMemory() {}

  /** Whose. */
  enum Of {
    WORKER,
    /** Native readers of slides live there. */
    DECODERS;

    String label() {
      return name().toLowerCase(Locale.ROOT);
    }

    /** Bytes; 0 where it is not told. */
    double bytes() {
      ProcessHandle self = ProcessHandle.current();
      Stream<ProcessHandle> whose = this == WORKER ? Stream.of(self) : self.descendants();
      return whose.mapToLong(p -> ResidentMemory.bytes(p.pid())).sum();
    }
  }

  private static long bytes(long pid) {
    try (Stream<String> lines = Files.lines(Path.of("/proc", Long.toString(pid), "status"))) {
      return lines
          .filter(l -> l.startsWith(FIELD))
          .mapToLong(
              l -> 1024 * Long.parseLong(l.substring(FIELD.length()).replace("kB", "").strip()))
          .findFirst()
          .orElse(0);
    } catch (IOException | RuntimeException gone) {
      return 0;
    }
  }
}
