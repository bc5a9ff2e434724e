package io.cohortrun.workers.synth;

import java.util.Arrays;

/**
 * The decoder with random weights: one convolution of a cell's 8 x 8 px, so that a logit is a
 * random sum over the cell's bits. Biases are such that a cell of the average patient is as likely
 * positive as not; at PyTorch's own start hardly any logit would ever change its sign.
 */
final class RandomNetwork implements PlantedRun.Network {

  private static final int CELLS = 4000;

  private final long seed;
  private final double[][] weight; // [channels][bits]
  private final double[] bias;

  RandomNetwork(long seed) {
    this.seed = seed;
    Draws draws = Draws.of(seed, "random network");
    int channels = Channel.values().length;
    this.weight = new double[channels][channels];
    this.bias = new double[channels];
    for (int c = 0; c < channels; c++) {
      for (Channel bit : Channel.values()) {
        weight[c][bit.index()] = draws.normal();
        bias[c] -= weight[c][bit.index()] * bit.density();
      }
    }
  }

  /** Shares of positive cells, of cells whose bits are drawn by the patient's densities. */
  @Override
  public double[] densities(Patient patient) {
    Draws draws = Draws.of(seed, patient.id(), "cells");
    double[] density = patient.images().density();
    int[] positive = new int[bias.length];
    for (int cell = 0; cell < CELLS; cell++) {
      double[] logit = bias.clone();
      for (int bit = 0; bit < density.length; bit++) {
        if (draws.chance(density[bit])) {
          for (int c = 0; c < logit.length; c++) {
            logit[c] += weight[c][bit];
          }
        }
      }
      for (int c = 0; c < logit.length; c++) {
        positive[c] += logit[c] > 0 ? 1 : 0;
      }
    }
    return Arrays.stream(positive).mapToDouble(n -> n / (double) CELLS).toArray();
  }
}
