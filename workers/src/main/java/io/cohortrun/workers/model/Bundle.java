package io.cohortrun.workers.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/**
 * {@code bundle.json}: what a model is, and how it must be fed and judged.
 *
 * @param id name, e.g. {@code demo}
 * @param version of the bundle
 * @param runtime {@code torchscript}
 * @param architecture of a published network, {@code gigatime}; null for any other
 * @param mpp resolution it was made for, micrometres per pixel
 * @param tilePx T
 * @param windowPx side of the network's input; divides T
 * @param mean per RGB channel, on 0..1
 * @param sd per RGB channel
 * @param channels in output order
 * @param tolerances of the golden pair
 * @param digests sha256 by file name ({@code model.pt}), and {@code float32[4,3,1,1] sha256} by
 *     tensor ({@code tensor:stains.weight}; bytes little-endian)
 * @param licence text or SPDX id
 * @param intendedUse shown wherever results are shown
 * @param demo whether its maps are not proteins
 */
public record Bundle(
    String id,
    String version,
    String runtime,
    @JsonInclude(JsonInclude.Include.NON_NULL) String architecture,
    double mpp,
    int tilePx,
    int windowPx,
    List<Double> mean,
    List<Double> sd,
    List<Channel> channels,
    Tolerances tolerances,
    SortedMap<String, String> digests,
    String licence,
    String intendedUse,
    boolean demo) {

  /** The same with the thresholds of some channels replaced. */
  Bundle withThresholds(Map<String, Double> overrides) {
    List<Channel> changed =
        channels.stream()
            .map(
                c ->
                    new Channel(
                        c.id(),
                        c.role(),
                        overrides.getOrDefault(c.id(), c.threshold()),
                        c.colour()))
            .toList();
    return new Bundle(
        id,
        version,
        runtime,
        architecture,
        mpp,
        tilePx,
        windowPx,
        mean,
        sd,
        changed,
        tolerances,
        digests,
        licence,
        intendedUse,
        demo);
  }

  /**
   * One output channel.
   *
   * @param id as in all tables ({@code CD3})
   * @param role {@code marker}, {@code nuclear} or {@code background}
   * @param threshold probability above which a pixel is positive (strict)
   * @param colour 0xRRGGBB for display
   */
  public record Channel(String id, String role, double threshold, int colour) {}

  /**
   * Largest differences on the golden pair.
   *
   * @param fp32 largest absolute difference of p
   * @param reducedMean mean absolute difference of p under reduced precision
   * @param reducedDensity mean over channels of the difference of density under reduced precision
   */
  public record Tolerances(double fp32, double reducedMean, double reducedDensity) {}
}
