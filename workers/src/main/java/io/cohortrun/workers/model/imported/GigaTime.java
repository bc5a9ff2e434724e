package io.cohortrun.workers.model.imported;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import java.util.TreeMap;

/**
 * The nested U-Net: 15 blocks of two convolutions, each with a batch norm that is folded into it.
 */
final class GigaTime implements Architecture {

  static final int CLASSES = 23;

  private static final int[] WIDTHS = {32, 64, 128, 256, 512};
  private static final double EPSILON = 1e-5;

  @Override
  public String id() {
    return "gigatime";
  }

  @Override
  public String title() {
    return "GigaTIME";
  }

  @Override
  public String known(String name, Set<String> all) {
    return name;
  }

  @Override
  public SequencedMap<String, List<Long>> expected(Set<String> all) {
    SequencedMap<String, List<Long>> shapes = new LinkedHashMap<>();
    for (int depth = 0; depth < WIDTHS.length; depth++) {
      for (int column = 0; column < WIDTHS.length - depth; column++) {
        String block = "conv%d_%d.".formatted(depth, column);
        convolution(shapes, block, 1, WIDTHS[depth], input(depth, column));
        convolution(shapes, block, 2, WIDTHS[depth], WIDTHS[depth]);
      }
    }
    shapes.put("final.weight", List.of((long) CLASSES, (long) WIDTHS[0], 1L, 1L));
    shapes.put("final.bias", List.of((long) CLASSES));
    return shapes;
  }

  /** Channels that a block sees: those to its left in the row, and one from below, enlarged. */
  private static int input(int depth, int column) {
    if (column > 0) {
      return column * WIDTHS[depth] + WIDTHS[depth + 1];
    }
    return depth == 0 ? 3 : WIDTHS[depth - 1];
  }

  private static void convolution(
      Map<String, List<Long>> shapes, String block, int index, long width, long input) {
    shapes.put(block + "conv" + index + ".weight", List.of(width, input, 3L, 3L));
    shapes.put(block + "conv" + index + ".bias", List.of(width));
    for (String part : List.of("weight", "bias", "running_mean", "running_var")) {
      shapes.put(block + "bn" + index + "." + part, List.of(width));
    }
  }

  @Override
  public Map<String, List<Long>> ignored() {
    Map<String, List<Long>> counts = new TreeMap<>();
    for (String name : expected(Set.of()).keySet()) {
      if (name.endsWith(".running_mean")) {
        counts.put(name.replace("running_mean", "num_batches_tracked"), List.of());
      }
    }
    return counts;
  }

  @Override
  public Map<String, double[]> fold(Weights weights) throws IOException {
    Map<String, double[]> folded = new LinkedHashMap<>();
    List<String> convolutions = new ArrayList<>(weights.left());
    convolutions.removeIf(n -> !n.matches("conv\\d_\\d\\.conv[12]\\.weight"));
    for (String weight : convolutions) {
      String conv = weight.substring(0, weight.length() - "weight".length());
      String norm = conv.replace(".conv", ".bn");
      double[] w = weights.take(weight);
      double[] b = weights.take(conv + "bias");
      double[] scale = weights.take(norm + "weight");
      double[] shift = weights.take(norm + "bias");
      double[] mean = weights.take(norm + "running_mean");
      double[] variance = weights.take(norm + "running_var");
      for (int i = 0; i < b.length; i++) {
        scale[i] /= Math.sqrt(variance[i] + EPSILON);
        b[i] = (b[i] - mean[i]) * scale[i] + shift[i];
      }
      folded.put(weight, Matrices.scaleRows(w, scale));
      folded.put(conv + "bias", b);
    }
    folded.put("final.weight", weights.take("final.weight"));
    folded.put("final.bias", weights.take("final.bias"));
    return folded;
  }
}
