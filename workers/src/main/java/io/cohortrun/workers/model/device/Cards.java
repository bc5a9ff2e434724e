package io.cohortrun.workers.model.device;

import java.util.List;

/** The cards that this process can see. */
@FunctionalInterface
public interface Cards {

  /** In the driver's order; none where there is no driver, or none that works. */
  List<Card> visible();
}
