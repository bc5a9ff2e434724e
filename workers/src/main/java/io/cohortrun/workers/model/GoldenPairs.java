package io.cohortrun.workers.model;

import io.cohortrun.workers.model.ModelRejected.Code;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** Golden pairs where bundles are made: the loader's gate has nothing to compare with yet. */
public final class GoldenPairs {

  /**
   * Largest difference of a logit from a given one, whatever its size. Probabilities alone would
   * not show a difference where they are all but 0 or 1.
   */
  public static final double LOGIT = 1e-3;

  /** Own pairs keep every eighth pixel: small, and no channel hides. */
  private static final int STRIDE = 8;

  private GoldenPairs() {}

  /**
   * How a network agrees with given logits.
   *
   * @param logit largest absolute difference of a logit
   * @param probability largest absolute difference of a probability
   * @param changed pixels that lie on another side of their channel's threshold
   * @param pixels that were compared, over all channels
   */
  public record Agreement(double logit, double probability, long changed, long pixels) {}

  /**
   * Compares the network of an unfinished bundle with a given pair and stores the pair in it.
   *
   * @param unfinished without a golden pair
   * @param given {@code .npz} with {@code input_u8} [n,w,w,3] and {@code logits_f32} [n,C,s,s]
   * @throws ModelRejected {@code GoldenDrift}: the network is not the one that gave these logits
   */
  public static Agreement adopt(BundleFolder unfinished, Path given) throws IOException {
    Bundle bundle = unfinished.bundle();
    Golden golden = Golden.read(given, bundle);
    Agreement agreement = new Agreement(0, 0, 0, 0);
    try (TorchModel network = TorchModels.ungated(unfinished, 1)) {
      for (int i = 0; i < golden.windows(); i++) {
        byte[] rgb = window(golden.rgb(), i, bundle);
        agreement = add(agreement, golden, i, network.window(rgb), bundle);
      }
    }
    write(unfinished, golden.windows(), golden.rgb(), golden.side(), floats(golden));
    return agreement;
  }

  /**
   * Makes a pair of the built-in windows and what the network says of them here, and stores it in
   * the bundle. It shows later drift; it cannot show that the network was right.
   */
  public static void make(BundleFolder unfinished) throws IOException {
    Bundle bundle = unfinished.bundle();
    BundleFolder demo = Bundles.builtIn().getFirst();
    Golden windows = Golden.read(demo.golden(), demo.bundle());
    int w = bundle.windowPx();
    int side = w / STRIDE;
    int perWindow = bundle.channels().size() * side * side;
    ByteBuffer logits =
        ByteBuffer.allocate(windows.windows() * perWindow * Float.BYTES)
            .order(ByteOrder.LITTLE_ENDIAN);
    try (TorchModel network = TorchModels.ungated(unfinished, 1)) {
      for (int i = 0; i < windows.windows(); i++) {
        float[] found = network.window(window(windows.rgb(), i, bundle));
        for (int at = 0; at < found.length; at += STRIDE * w) {
          for (int x = 0; x < w; x += STRIDE) {
            logits.putFloat(found[at + x]);
          }
        }
      }
    }
    for (int i = 0; i < logits.position(); i += Float.BYTES) {
      if (!Float.isFinite(logits.getFloat(i))) {
        throw new ModelRejected(
            Code.NotANumber,
            "the network of bundle %s answers %s; its checkpoint is damaged"
                .formatted(bundle.id(), logits.getFloat(i)));
      }
    }
    write(unfinished, windows.windows(), windows.rgb(), side, logits.array());
  }

  private static byte[] window(byte[] all, int index, Bundle bundle) {
    int bytes = bundle.windowPx() * bundle.windowPx() * 3;
    return Arrays.copyOfRange(all, index * bytes, (index + 1) * bytes);
  }

  private static Agreement add(
      Agreement before, Golden golden, int index, float[] found, Bundle bundle) {
    int w = bundle.windowPx();
    int side = golden.side();
    int channels = bundle.channels().size();
    double logit = before.logit();
    double probability = before.probability();
    long changed = before.changed();
    for (int c = 0; c < channels; c++) {
      Bundle.Channel channel = bundle.channels().get(c);
      for (int i = 0; i < side * side; i++) {
        float is = golden.sampled(found, c, i, w);
        float was = golden.expected(index, c, i, channels);
        double off = Math.abs((double) is - was);
        if (!(off <= LOGIT)) { // refuses NaN too
          throw new ModelRejected(
              Code.GoldenDrift,
              String.format(
                  Locale.ROOT,
                  "the network says %.6g where the golden pair has %.6g (channel %s, window %d),"
                      + " and %s is allowed: this checkpoint is not the one that the pair was made"
                      + " with",
                  is,
                  was,
                  channel.id(),
                  index,
                  LOGIT));
        }
        logit = Math.max(logit, off);
        probability = Math.max(probability, Math.abs(Golden.p(is) - Golden.p(was)));
        boolean positive = Golden.p(is) > channel.threshold();
        changed += positive == Golden.p(was) > channel.threshold() ? 0 : 1;
      }
    }
    long pixels = before.pixels() + (long) channels * side * side;
    return new Agreement(logit, probability, changed, pixels);
  }

  private static byte[] floats(Golden golden) {
    ByteBuffer bytes =
        ByteBuffer.allocate(golden.logits().limit() * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(golden.logits().duplicate());
    return bytes.array();
  }

  private static void write(BundleFolder to, int n, byte[] rgb, int side, byte[] logits)
      throws IOException {
    int w = to.bundle().windowPx();
    Map<String, Npz.Array> arrays = new LinkedHashMap<>();
    arrays.put("input_u8", new Npz.Array("|u1", new int[] {n, w, w, 3}, ByteBuffer.wrap(rgb)));
    int[] shape = {n, to.bundle().channels().size(), side, side};
    arrays.put("logits_f32", new Npz.Array("<f4", shape, ByteBuffer.wrap(logits)));
    Npz.write(to.golden(), arrays);
  }
}
