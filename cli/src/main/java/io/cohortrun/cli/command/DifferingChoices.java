package io.cohortrun.cli.command;

import io.cohortrun.workers.population.ChoiceDifference;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** How a command that takes two runs says on stderr in which choices they differ. */
final class DifferingChoices {

  private DifferingChoices() {}

  /**
   * Says which, or that nothing is known.
   *
   * @param choices of RUN_A beside RUN_B; nothing is said where none differs
   */
  static void warn(Optional<List<ChoiceDifference>> choices) {
    if (choices.isEmpty()) {
      System.err.println(
          "cohort: whether both computed in the same way is not known: it takes two runs whose"
              + " run.json names its choices");
    } else if (!choices.get().isEmpty()) {
      System.err.println(
          "cohort: the runs computed in different ways (docs/statistics.md says what each name"
              + " stands for), so that what rests on it is not to be compared: "
              + choices.get().stream()
                  .map(c -> c.told("RUN_A", "RUN_B"))
                  .collect(Collectors.joining(", ")));
    }
  }
}
