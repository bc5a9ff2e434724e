package io.cohortrun.operator.status;

import io.cohortrun.crds.v1alpha1.Condition;
import io.cohortrun.operator.decide.Verdict;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Conditions by the rules of Kubernetes' API conventions. */
final class Conditions {

  private Conditions() {}

  /**
   * Verdicts laid over the conditions before: types without a verdict stay as they were, and the
   * time of transition moves only where the status changed. What has no type or status is none.
   *
   * @param generation of the spec that was judged
   */
  static List<Condition> merge(
      List<Condition> before, List<Verdict> verdicts, long generation, Instant now) {
    Map<String, Condition> merged = new LinkedHashMap<>();
    before.stream()
        .filter(c -> c.getType() != null && c.getStatus() != null)
        .forEach(c -> merged.put(c.getType(), c));
    for (Verdict v : verdicts) {
      merged.put(v.type(), condition(v, merged.get(v.type()), generation, now));
    }
    return new ArrayList<>(merged.values());
  }

  private static Condition condition(Verdict v, Condition before, long generation, Instant now) {
    boolean same = before != null && v.truth().name().equals(before.getStatus());
    Condition c = new Condition();
    c.setType(v.type());
    c.setStatus(v.truth().name());
    c.setReason(Bounded.of(v.reason(), Bounded.REASON));
    c.setMessage(Bounded.of(v.sentence(), Bounded.SENTENCE));
    c.setLastTransitionTime(same ? before.getLastTransitionTime() : now.toString());
    c.setObservedGeneration(generation);
    return c;
  }
}
