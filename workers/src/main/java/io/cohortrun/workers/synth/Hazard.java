package io.cohortrun.workers.synth;

import java.util.ArrayList;
import java.util.List;

/**
 * A channel that moves the hazard of death.
 *
 * @param size log hazard ratio of a standard deviation of the channel's truth
 */
record Hazard(Channel channel, double size) {

  /** Log hazard ratio of a step of stage. */
  static final double STAGE = .45;

  /** Log hazard ratio of a year of age. */
  static final double AGE = .02;

  static List<Hazard> in(Population population) {
    List<Hazard> all =
        new ArrayList<>(List.of(new Hazard(Channel.CD8, -.6), new Hazard(Channel.KI67, .5)));
    all.add(
        population == Population.A
            ? new Hazard(Channel.CK, .4)
            : new Hazard(Channel.TRANSGELIN, .4));
    return List.copyOf(all);
  }
}
