package io.cohortrun.workers.store;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * The seam of the kill tests. {@code COHORTRUN_KILL_AT=upload|COMMIT} (environment, or system
 * property {@code cohortrun.killAt}) halts this process, as {@code kill -9} would, the first time
 * that point is reached; {@code upload|COMMIT#3} the third time. Unset, a hit costs one comparison.
 */
public final class KillPoints {

  /** Exit status of a process killed by SIGKILL. */
  public static final int KILLED = 137;

  private static final KillPoints ARMED = of(setting());

  private final KillPoint point;
  private final AtomicInteger left;

  private KillPoints(KillPoint point, int count) {
    this.point = point;
    this.left = new AtomicInteger(count);
  }

  /** Dies here if this is the armed point and its count is reached; else does nothing. */
  public static void hit(KillPoint at) {
    if (ARMED.reached(at)) {
      Runtime.getRuntime().halt(KILLED);
    }
  }

  /**
   * Reads a setting.
   *
   * @param setting {@code name} or {@code name#n}, null or empty for none
   * @throws IllegalArgumentException where no point has that name, so that a test cannot pass by a
   *     misspelt one
   */
  static KillPoints of(String setting) {
    if (setting == null || setting.isEmpty()) {
      return new KillPoints(null, 0);
    }
    int hash = setting.lastIndexOf('#');
    String label = hash < 0 ? setting : setting.substring(0, hash);
    int count = hash < 0 ? 1 : Integer.parseInt(setting.substring(hash + 1));
    KillPoint point =
        KillPoint.of(label)
            .orElseThrow(
                () -> new IllegalArgumentException("COHORTRUN_KILL_AT: no kill point " + label));
    return new KillPoints(point, count);
  }

  boolean reached(KillPoint at) {
    return at == point && left.decrementAndGet() == 0;
  }

  private static String setting() {
    String property = System.getProperty("cohortrun.killAt");
    return property != null ? property : System.getenv("COHORTRUN_KILL_AT");
  }
}
