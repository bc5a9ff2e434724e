package io.cohortrun.cli.setup;

import java.nio.file.Path;

/** What this user's {@code cohort} keeps outside outputs: OpenSlide, downloaded slides. */
public final class CohortHome {

  private CohortHome() {}

  /** {@code COHORT_HOME}, or {@code ~/.cohortrun}. */
  public static Path folder() {
    String set = System.getenv("COHORT_HOME");
    return set == null ? Path.of(System.getProperty("user.home"), ".cohortrun") : Path.of(set);
  }
}
