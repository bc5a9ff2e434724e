package io.cohortrun.operator.decide;

import io.cohortrun.operator.observe.Ceilings;
import io.cohortrun.operator.observe.EngineView;
import io.cohortrun.operator.observe.Observation;
import io.cohortrun.operator.observe.Spent;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/** Whether an attempt has used what it may use at most. What is finished stays finished. */
final class Limits {

  /** Afterwards no GPU is held and no slide is written: holding the run would save nothing. */
  private static final Set<String> BEFORE_ANALYSIS = Set.of("Freeze", "Preflight", "Plan", "Infer");

  private static final String THEN =
      ", then start a run with a higher one; finished slides are found again";

  private Limits() {}

  /**
   * Who says so.
   *
   * @param allows of a ceiling's field, what stands before its figure
   * @param then what to do beside what the ceiling itself suggests
   */
  private record Owner(UnaryOperator<String> allows, String then) {}

  private static final Owner RUN = new Owner(field -> field + " allows", THEN);

  private static final Owner PLATFORM =
      new Owner(
          field -> "the platform allows, by ceilings of the worker profile,",
          "; the run goes on from there if whoever keeps the platform allows more");

  /** Which, how much was used, and what to do; the lower of the run's and the platform's. */
  static Optional<String> reached(Observation o) {
    // What an attempt that is over has used is not held against the next one.
    if (!(o.engine() instanceof EngineView.Open open) || o.recorded().isTerminal()) {
      return Optional.empty();
    }
    boolean early = BEFORE_ANALYSIS.contains(open.progress().phase());
    int more = Need.of(o, open.progress(), false).missing(o);
    return reached(o.spent(), more, o.wanted().ceilings(), early, RUN)
        .or(() -> reached(o.spent(), more, o.ceilings(), early, PLATFORM));
  }

  /**
   * Of the ceilings of one owner.
   *
   * @param more pods that are yet to be asked for
   */
  private static Optional<String> reached(
      Spent spent, int more, Ceilings most, boolean early, Owner owner) {
    if (most.pods().isPresent() && spent.pods().count() + more > most.pods().getAsInt()) {
      return Optional.of(
          "%d pods were created%s and %s %d: look at why pods end%s"
              .formatted(
                  spent.pods().count(),
                  more == 0 ? "" : ", %d more are needed".formatted(more),
                  owner.allows().apply("ceilings.pods"),
                  most.pods().getAsInt(),
                  owner.then()));
    }
    if (!early) {
      return Optional.empty();
    }
    double hours = spent.gpus().seconds() / 3600;
    if (most.gpuHours().isPresent() && hours >= most.gpuHours().getAsDouble()) {
      return Optional.of(
          String.format(
              Locale.ROOT,
              "GPUs were held for %.2f hours and %s %s: compare gpuSeconds.useful with gpuSeconds.held%s",
              hours,
              owner.allows().apply("ceilings.gpuHours"),
              most.gpuHours().getAsDouble(),
              owner.then()));
    }
    if (most.outputBytes().isPresent()
        && spent.usage().outputBytes() >= most.outputBytes().getAsLong()) {
      return Optional.of(
          "%d bytes of results were written and %s %d: choose a smaller output.profile%s"
              .formatted(
                  spent.usage().outputBytes(),
                  owner.allows().apply("output.quota"),
                  most.outputBytes().getAsLong(),
                  owner.then()));
    }
    return Optional.empty();
  }
}
