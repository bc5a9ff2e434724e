package io.cohortrun.workflows.stats.screen;

import java.util.Arrays;
import java.util.stream.DoubleStream;

/**
 * What is known of patients from elsewhere.
 *
 * @param values [patients] NaN where unknown; BINARY 0 or 1; CATEGORICAL 0..k-1; ORDINAL codes
 */
public record Attribute(String name, Kind kind, double[] values) {

  /** Its class, which names the test and the family. */
  public enum Kind {
    BINARY("binary"),
    CONTINUOUS("continuous"),
    ORDINAL("ordinal"),
    CATEGORICAL("categorical");

    private final String written;

    Kind(String written) {
      this.written = written;
    }

    /** As in the names of families. */
    public String written() {
      return written;
    }
  }

  /** With categories of fewer patients than {@code least} unknown. */
  Attribute withoutRare(int least) {
    int[] sizes = new int[categories()];
    DoubleStream.of(values).filter(v -> !Double.isNaN(v)).forEach(v -> sizes[(int) v]++);
    return new Attribute(
        name,
        kind,
        DoubleStream.of(values)
            .map(v -> Double.isNaN(v) || sizes[(int) v] < least ? Double.NaN : v)
            .toArray());
  }

  /** Codes of a categorical attribute, 0 for unknown. */
  int[] codes() {
    return Arrays.stream(values).mapToInt(v -> Double.isNaN(v) ? 0 : (int) v).toArray();
  }

  /** k of a categorical attribute. */
  int categories() {
    return 1 + (int) DoubleStream.of(values).filter(v -> !Double.isNaN(v)).max().orElse(-1);
  }
}
