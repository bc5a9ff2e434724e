package io.cohortrun.workflows.series;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;

/**
 * Size of the long series: a reduced cut in every build, whole with {@code -Dcohortrun.series=full}
 * (the Maven profile {@code series}), which also writes what was measured under {@code
 * docs/series/}.
 */
public final class Series {

  /** Whether the series run whole. */
  public static final boolean FULL = "full".equals(System.getProperty("cohortrun.series"));

  private Series() {}

  /** The reduced or the whole size. */
  public static int size(int reduced, int full) {
    return FULL ? full : reduced;
  }

  /** Prints a result, and commits it to the docs where the series ran whole. */
  public static void record(String name, String markdown) throws IOException {
    System.out.println("series " + name + (FULL ? " (whole)" : " (reduced)") + ":\n" + markdown);
    if (FULL) {
      Path page = Path.of("../docs/series/" + name + ".md");
      Files.createDirectories(page.getParent());
      Files.writeString(page, markdown);
    }
  }

  /** The machine and the day, for the page: processors, memory, kernel. */
  public static String machine() throws IOException {
    String memory =
        Files.readAllLines(Path.of("/proc/meminfo")).getFirst().replaceAll("[^0-9]", "");
    return "%d cores, %d GiB, %s %s, Java %s, on %s"
        .formatted(
            Runtime.getRuntime().availableProcessors(),
            Math.round(Long.parseLong(memory) / 1048576.0),
            System.getProperty("os.name"),
            System.getProperty("os.arch"),
            Runtime.version(),
            LocalDate.now(ZoneOffset.UTC));
  }
}
