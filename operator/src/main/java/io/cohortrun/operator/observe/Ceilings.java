package io.cohortrun.operator.observe;

import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;

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
}
