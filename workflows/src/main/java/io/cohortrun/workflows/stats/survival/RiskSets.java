package io.cohortrun.workflows.stats.survival;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/** Goes through the event times of one stratum, latest first, with who is at risk at each. */
final class RiskSets {

  /** Told in this order, per event time: who comes into the risk set, who leaves it, the events. */
  interface Visitor {
    /** Subject {@code i} is at risk from here on (towards earlier times). */
    void enters(int i);

    /** Subject {@code i} was not observed yet. */
    void leaves(int i);

    /** The events at a time; the risk set includes them. */
    void events(double time, int[] rows);
  }

  private final FollowUp data;
  private final int[] byTime;
  private final int[] byEntry;

  RiskSets(FollowUp data) {
    this.data = data;
    this.byTime = latest(data.time());
    this.byEntry = latest(data.entry());
  }

  private static int[] latest(double[] of) {
    return IntStream.range(0, of.length)
        .boxed()
        .sorted(Comparator.comparingDouble(i -> -of[i]))
        .mapToInt(Integer::intValue)
        .toArray();
  }

  void latestFirst(Visitor visitor) {
    int left = 0;
    int at = 0;
    while (at < byTime.length) {
      double time = data.time()[byTime[at]];
      int from = at;
      while (at < byTime.length && data.time()[byTime[at]] == time) {
        visitor.enters(byTime[at++]);
      }
      int[] events =
          Arrays.stream(byTime, from, at).filter(i -> data.event()[i]).sorted().toArray();
      if (events.length == 0) {
        continue;
      }
      while (left < byEntry.length && data.entry()[byEntry[left]] >= time) {
        visitor.leaves(byEntry[left++]);
      }
      visitor.events(time, events);
    }
  }
}
