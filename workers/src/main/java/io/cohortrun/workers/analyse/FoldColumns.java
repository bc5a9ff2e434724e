package io.cohortrun.workers.analyse;

import io.cohortrun.workflows.stats.signature.Folds;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Columns that say in which fold a patient was, {@code fold_1} of the first repeat: with them
 * others can make the same models.
 */
public final class FoldColumns {

  private FoldColumns() {}

  public static List<String> names(int repeats) {
    return IntStream.rangeClosed(1, repeats).mapToObj(repeat -> "fold_" + repeat).toList();
  }

  /**
   * Cells of a patient, 0..; null where he is in no fold.
   *
   * @param patient position among the subjects of the folds
   */
  public static List<Object> of(Folds folds, int patient) {
    return Arrays.stream(folds.of())
        .map(fold -> (Object) (fold[patient] < 0 ? null : fold[patient]))
        .toList();
  }
}
