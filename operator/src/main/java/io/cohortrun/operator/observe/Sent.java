package io.cohortrun.operator.observe;

import io.cohortrun.workflows.contract.SignOff;
import java.util.Optional;

/**
 * What the attempt's workflow was sent a moment ago. It is told, though its memo may not show it
 * yet.
 *
 * @param held whether it is to hold; empty where it was lately told neither
 * @param decision of its reviewer; empty where it was lately told none
 */
public record Sent(Optional<Boolean> held, Optional<SignOff> decision) {

  /** To a workflow that was lately told nothing. */
  public static final Sent NOTHING = new Sent(Optional.empty(), Optional.empty());
}
