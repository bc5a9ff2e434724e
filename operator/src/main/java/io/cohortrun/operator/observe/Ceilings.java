package io.cohortrun.operator.observe;

import io.fabric8.kubernetes.api.model.Quantity;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * What an attempt may use at most; empty where there is no limit.
 *
 * @param pods created
 * @param gpuHours for which its pods hold GPUs
 * @param outputBytes of committed results: {@code output.quota}
 */
public record Ceilings(OptionalInt pods, OptionalDouble gpuHours, OptionalLong outputBytes) {

  /** No limits. */
  public static final Ceilings NONE =
      new Ceilings(OptionalInt.empty(), OptionalDouble.empty(), OptionalLong.empty());

  /** Of these; null means no limit. */
  public static Ceilings of(Integer pods, Double gpuHours, String outputQuota) {
    return new Ceilings(
        pods == null ? OptionalInt.empty() : OptionalInt.of(pods),
        gpuHours == null ? OptionalDouble.empty() : OptionalDouble.of(gpuHours),
        outputQuota == null
            ? OptionalLong.empty()
            : OptionalLong.of(
                Quantity.getAmountInBytes(new Quantity(outputQuota)).longValueExact()));
  }

  /** The lower of each. */
  public Ceilings and(Ceilings others) {
    return new Ceilings(
        IntStream.concat(pods.stream(), others.pods.stream()).min(),
        DoubleStream.concat(gpuHours.stream(), others.gpuHours.stream()).min(),
        LongStream.concat(outputBytes.stream(), others.outputBytes.stream()).min());
  }
}
