package io.cohortrun.operator.decide;

import io.cohortrun.crds.v1alpha1.State;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What follows from an observation.
 *
 * @param intents in the order in which they are to be done
 * @param verdicts one condition each; a type that is absent stays as it was
 * @param again when to look again at the latest; empty where only a change can matter
 */
public record Decision(
    List<Intent> intents, State state, List<Verdict> verdicts, Optional<Duration> again) {}
