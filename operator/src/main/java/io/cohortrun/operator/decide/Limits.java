package io.cohortrun.operator.decide;

import io.cohortrun.operator.observe.Ceilings;
import io.cohortrun.operator.observe.EngineView;
import io.cohortrun.operator.observe.Observation;
import io.cohortrun.operator.observe.Spent;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Whether an attempt has used what it may use at most. What is finished stays finished. */
final class Limits {

  /** Afterwards no GPU is held and no slide is written: holding the run would save nothing. */
  private static final Set<String> BEFORE_ANALYSIS = Set.of("Freeze", "Preflight", "Plan", "Infer");

  private static final String THEN =
      ", then start a run with a higher one; finished slides are found again";

  private Limits() {}

  /** Which, how much was used, and what to do. */
  static Optional<String> reached(Observation o) {
    // What an attempt that is over has used is not held against the next one.
    if (!(o.engine() instanceof EngineView.Open open) || o.recorded().isTerminal()) {
      return Optional.empty();
    }
    Ceilings most = o.wanted().ceilings();
    Spent spent = o.spent();
    if (most.pods().isPresent() && spent.pods().count() >= most.pods().getAsInt()) {
      return Optional.of(
          "%d pods were created and ceilings.pods allows %d: look at why pods end"
                  .formatted(spent.pods().count(), most.pods().getAsInt())
              + THEN);
    }
    if (!BEFORE_ANALYSIS.contains(open.progress().phase())) {
      return Optional.empty();
    }
    double hours = spent.gpus().seconds() / 3600;
    if (most.gpuHours().isPresent() && hours >= most.gpuHours().getAsDouble()) {
      return Optional.of(
          String.format(
                  Locale.ROOT,
                  "GPUs were held for %.2f hours and ceilings.gpuHours allows %s: compare gpuSeconds.useful with gpuSeconds.held",
                  hours,
                  most.gpuHours().getAsDouble())
              + THEN);
    }
    if (most.outputBytes().isPresent()
        && spent.usage().outputBytes() >= most.outputBytes().getAsLong()) {
      return Optional.of(
          "%d bytes of results were written and output.quota allows %d: choose a smaller output.profile"
                  .formatted(spent.usage().outputBytes(), most.outputBytes().getAsLong())
              + ", or start a run with a higher quota; finished slides are found again");
    }
    return Optional.empty();
  }
}
