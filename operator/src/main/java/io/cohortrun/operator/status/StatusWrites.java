package io.cohortrun.operator.status;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.cohortrun.crds.v1alpha1.CohortRunStatus;
import io.cohortrun.crds.v1alpha1.Condition;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;

/** Whether a status is worth a write. */
public final class StatusWrites {

  /** Progress alone is written at most so often. */
  public static final Duration PROGRESS = Duration.ofSeconds(30);

  private static final ObjectMapper MAPPER = new ObjectMapper();

  private StatusWrites() {}

  /**
   * A change of state, condition or reference is written at once, progress after a while, nothing
   * when nothing differs.
   */
  public static boolean isDue(CohortRunStatus before, CohortRunStatus next, Instant now) {
    if (!withoutFigures(before).equals(withoutFigures(next))) {
      return true;
    }
    if (Objects.equals(figures(before), figures(next)) || next.getProgress() == null) {
      return false;
    }
    return before.getProgress() == null
        || !now.isBefore(Instant.parse(before.getProgress().getTime()).plus(PROGRESS));
  }

  private static String withoutFigures(CohortRunStatus status) {
    CohortRunStatus copy = MAPPER.convertValue(status, CohortRunStatus.class);
    copy.setProgress(null);
    copy.setSlides(null);
    copy.setGpuSeconds(null);
    if (copy.getConditions() != null) {
      copy.getConditions().forEach(StatusWrites::forgetTimes);
    }
    return text(copy);
  }

  private static void forgetTimes(Condition condition) {
    condition.setLastTransitionTime(null);
  }

  private static String figures(CohortRunStatus status) {
    CohortRunStatus copy = new CohortRunStatus();
    copy.setSlides(status.getSlides());
    copy.setGpuSeconds(status.getGpuSeconds());
    Long tiles = status.getProgress() == null ? null : status.getProgress().getTiles();
    return text(copy) + tiles;
  }

  private static String text(CohortRunStatus status) {
    return MAPPER.valueToTree(status).toString();
  }
}
