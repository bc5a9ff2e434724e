package io.cohortrun.operator.observe;

import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.Comparator;
import java.util.Map;

/**
 * A Job among those that a pool has one after another, by what its labels say.
 *
 * @param attempt of the run
 * @param replacement 0 for the first Job of the attempt, one more for each that took the place of
 *     one whose pods were told to go and did not end, or ended before the run
 */
public record Epoch(int attempt, int replacement) implements Comparable<Epoch> {

  /** Label: the attempt whose Job made it. */
  public static final String ATTEMPT = "cohortrun.io/epoch";

  /** Label: of the attempt's Jobs the how manieth; absent from Jobs of earlier releases. */
  public static final String REPLACEMENT = "cohortrun.io/replacement";

  private static final Comparator<Epoch> ORDER =
      Comparator.comparingInt(Epoch::attempt).thenComparingInt(Epoch::replacement);

  /** Of a Job or pod. */
  public static Epoch of(HasMetadata object) {
    Map<String, String> labels = object.getMetadata().getLabels();
    return new Epoch(
        number(labels.getOrDefault(ATTEMPT, "0")), number(labels.getOrDefault(REPLACEMENT, "0")));
  }

  /** Others may label a pod of theirs so: what is no number is no attempt. */
  private static int number(String label) {
    return label.matches("\\d{1,9}") ? Integer.parseInt(label) : 0;
  }

  /** As it stands in names. */
  public String suffix() {
    return replacement == 0 ? Integer.toString(attempt) : attempt + "-" + replacement;
  }

  @Override
  public int compareTo(Epoch other) {
    return ORDER.compare(this, other);
  }
}
