package io.cohortrun.workers.model;

import io.cohortrun.workers.model.ModelRejected.Code;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.function.IntFunction;
import java.util.zip.ZipException;

/**
 * The golden pair: real windows and the logits that the network gave where it was made.
 *
 * @param windows n
 * @param rgb [n * w * w * 3]
 * @param side of the logits; a divisor of w where they are sampled every w / side pixels
 * @param logits [n * C * side * side]
 */
record Golden(int windows, byte[] rgb, int side, FloatBuffer logits) {

  /** Reads {@code golden.npz}: {@code input_u8} [n,w,w,3] and {@code logits_f32} [n,C,s,s]. */
  static Golden read(Path file, Bundle bundle) {
    try {
      Npz.Array input = Npz.read(file, "input_u8");
      Npz.Array output = Npz.read(file, "logits_f32");
      int w = bundle.windowPx();
      int[] in = input.shape();
      int[] out = output.shape();
      boolean fits =
          input.type().equals("|u1")
              && output.type().equals("<f4")
              && in.length == 4
              && in[0] > 0
              && in[1] == w
              && in[2] == w
              && in[3] == 3
              && out.length == 4
              && out[0] == in[0]
              && out[1] == bundle.channels().size()
              && out[2] > 0
              && out[3] == out[2]
              && w % out[2] == 0;
      if (!fits) {
        throw new IOException("its arrays have other types or shapes");
      }
      return new Golden(in[0], input.bytes().array(), out[2], output.bytes().asFloatBuffer());
    } catch (IOException | RuntimeException e) {
      throw new ModelRejected(
          Code.Invalid,
          "%s cannot be the golden pair of bundle %s: %s; it is a .npz with input_u8 [n, %d, %d, 3] (uint8) and logits_f32 [n, %d, s, s] (float32)"
              .formatted(
                  file,
                  bundle.id(),
                  why(e),
                  bundle.windowPx(),
                  bundle.windowPx(),
                  bundle.channels().size()),
          e);
    }
  }

  private static String why(Exception e) {
    return switch (e) {
      case NoSuchFileException none -> "there is no such file";
      case ZipException other -> "it is no zip file";
      default -> e.getMessage();
    };
  }

  /**
   * The gate.
   *
   * @param network [C * w * w] logits of window i on this device
   * @param tolerated largest drift of a probability
   * @return the largest drift of a probability, as a share of what is tolerated
   * @throws ModelRejected a probability drifted by more than is tolerated
   */
  double check(IntFunction<float[]> network, Bundle bundle, double tolerated, String device) {
    double largest = 0;
    for (int i = 0; i < windows; i++) {
      largest = Math.max(largest, drift(i, network.apply(i), bundle, tolerated, device));
    }
    return largest / tolerated;
  }

  private double drift(int index, float[] found, Bundle bundle, double tolerated, String device) {
    int w = bundle.windowPx();
    int channels = bundle.channels().size();
    double largest = 0;
    for (int c = 0; c < channels; c++) {
      double worst = 0;
      for (int i = 0; i < side * side; i++) {
        double drift = Math.abs(p(sampled(found, c, i, w)) - p(expected(index, c, i, channels)));
        worst = drift <= worst ? worst : drift; // lets a NaN through
      }
      if (!(worst <= tolerated)) {
        throw new ModelRejected(
            Code.GoldenDrift,
            String.format(
                Locale.ROOT,
                "bundle %s is off by %.2g in channel %s on %s, %.2g is tolerated: do not use this"
                    + " device, or get the bundle again",
                bundle.id(),
                worst,
                bundle.channels().get(c).id(),
                device,
                tolerated));
      }
      largest = Math.max(largest, worst);
    }
    return largest;
  }

  /** What a network found at sample {@code i} of channel {@code c}; found is [C * w * w]. */
  float sampled(float[] found, int c, int i, int w) {
    int step = w / side;
    return found[(c * w + i / side * step) * w + i % side * step];
  }

  /** The logit that belongs there. */
  float expected(int index, int c, int i, int channels) {
    return logits.get((index * channels + c) * side * side + i);
  }

  /** Probability of a logit. */
  static double p(float z) {
    return 1 / (1 + Math.exp(-z));
  }
}
