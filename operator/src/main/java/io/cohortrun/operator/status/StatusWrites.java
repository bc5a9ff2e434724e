package io.cohortrun.operator.status;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.cohortrun.crds.v1alpha1.CohortRunStatus;
import io.cohortrun.crds.v1alpha1.Condition;
import io.cohortrun.crds.v1alpha1.GpuSeconds;
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
    // An earlier release told no time.
    String told = before.getProgress() == null ? null : before.getProgress().getTime();
    return told == null || !now.isBefore(Instant.parse(told).plus(PROGRESS));
  }

  private static String withoutFigures(CohortRunStatus status) {
    CohortRunStatus copy = MAPPER.convertValue(status, CohortRunStatus.class);
    copy.setProgress(null);
    copy.setSlides(null);
    copy.setTopReasons(null);
    copy.setGpuSeconds(null);
    copy.setPods(null);
    copy.setOutputBytes(null);
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
    copy.setTopReasons(status.getTopReasons());
    copy.setGpuSeconds(withoutTime(status.getGpuSeconds()));
    copy.setPods(status.getPods());
    copy.setOutputBytes(status.getOutputBytes());
    Long tiles = status.getProgress() == null ? null : status.getProgress().getTiles();
    return text(copy) + tiles;
  }

  /** Seconds that nobody held are counted by the next turn that writes. */
  private static GpuSeconds withoutTime(GpuSeconds seconds) {
    if (seconds == null) {
      return null;
    }
    GpuSeconds copy = MAPPER.convertValue(seconds, GpuSeconds.class);
    copy.setTime(null);
    return copy;
  }

  private static String text(CohortRunStatus status) {
    return MAPPER.valueToTree(status).toString();
  }
}
