package io.cohortrun.operator.observe;

import java.util.List;

/**
 * What the cluster says of the GPUs that a profile asks for.
 *
 * @param asked the device plugin's resource, or the device class
 */
public record GpuView(String asked, Capacity capacity, Stack stack) {

  /** Nodes that offer it. */
  public sealed interface Capacity {

    /** Nobody may look, or there is nothing to look at; a sentence. */
    record Unknown(String why) implements Capacity {}

    /**
     * Nodes that the profile's selector and affinity name, and that take its pods.
     *
     * @param nodes of these, that offer it
     * @param devices on them, free or not
     * @param closed nodes that are named and offer it, and take no such pod: cordoned, not ready,
     *     or with a taint that the profile does not tolerate
     * @param others GPU resources that nodes offer instead
     */
    record Known(int nodes, long devices, int closed, List<String> others) implements Capacity {}
  }

  /** Drivers and device plugin. */
  public sealed interface Stack {

    /** Nobody may look, or nothing here tells; a sentence. */
    record Unknown(String why) implements Stack {}

    /**
     * As NVIDIA's GPU Operator reports it, and nodes show it.
     *
     * @param states kind and name to state, e.g. {@code ClusterPolicy gpu: ready}; nodes that have
     *     lost their device plugin first
     */
    record Known(boolean ready, List<String> states) implements Stack {}
  }
}
