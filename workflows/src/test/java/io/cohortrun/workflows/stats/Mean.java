package io.cohortrun.workflows.stats;

import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** A mean with its standard error. */
record Mean(double value, double error) {

  static <T> Mean of(List<T> all, ToDoubleFunction<T> number) {
    double[] numbers = all.stream().mapToDouble(number).toArray();
    double mean = Arrays.stream(numbers).sum() / numbers.length;
    double squares = Arrays.stream(numbers).map(one -> (one - mean) * (one - mean)).sum();
    return new Mean(mean, Math.sqrt(squares / (numbers.length - 1) / numbers.length));
  }
}
