package io.cohortrun.workers.synth;

import io.cohortrun.workers.canonical.Sha256;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/** Random numbers by seed and purpose: what one purpose draws moves nothing of another. */
final class Draws {

  private final RandomGenerator random;

  private Draws(RandomGenerator random) {
    this.random = random;
  }

  /** A stream of its own for each list of names. */
  static Draws of(long seed, Object... purpose) {
    StringBuilder name = new StringBuilder(Long.toString(seed));
    for (Object one : purpose) {
      name.append('/').append(one);
    }
    long own = Long.parseUnsignedLong(Sha256.of(name.toString()).substring(0, 16), 16);
    return new Draws(RandomGeneratorFactory.of("L64X128MixRandom").create(own));
  }

  double normal() {
    return random.nextGaussian();
  }

  double uniform() {
    return random.nextDouble();
  }

  boolean chance(double probability) {
    return random.nextDouble() < probability;
  }

  /** 0 to bound - 1. */
  int below(int bound) {
    return random.nextInt(bound);
  }

  /** Index drawn in proportion to its weight. */
  int weighted(double... weights) {
    double sum = 0;
    for (double weight : weights) {
      sum += weight;
    }
    double left = random.nextDouble() * sum;
    int index = 0;
    while (index < weights.length - 1 && left >= weights[index]) {
      left -= weights[index++];
    }
    return index;
  }
}
