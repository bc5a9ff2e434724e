package io.cohortrun.workers.model.imported;

import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;

/**
 * The vision transformer with a convolutional decoder. Adapters and layer scales are merged into
 * the linear layers, the grid of positions is resized to the input's.
 */
final class GigaTimeFlash implements Architecture {

  private static final String VIT = "encoder.base_model.model.";
  private static final String BASE = ".base_layer.";
  private static final String LORA_A = ".lora_A.default.weight";
  private static final String LORA_B = ".lora_B.default.weight";
  private static final List<String> PARTS = List.of("weight", "bias");
  private static final int BLOCKS = 12;
  private static final int WIDTH = 384;
  private static final int HIDDEN = 1024;
  private static final int RANK = 8;
  private static final double SCALE = 16.0 / RANK;
  private static final int TRAINED_GRID = 14;
  private static final int GRID = 16;

  @Override
  public String id() {
    return "gigatime-flash";
  }

  @Override
  public String title() {
    return "GigaTIME-Flash";
  }

  /** Where no name has {@code base_layer}, the plain names of the adapted layers stand for it. */
  @Override
  public String known(String name, Set<String> all) {
    if (all.stream().anyMatch(n -> n.contains(BASE))) {
      return name;
    }
    return name.replaceFirst("(\\.attn\\.(?:qkv|proj))\\.(weight|bias)$", "$1" + BASE + "$2");
  }

  @Override
  public SequencedMap<String, List<Long>> expected(Set<String> all) {
    Shapes shapes = new Shapes();
    shapes.put(VIT + "pos_embed", 1, 1 + TRAINED_GRID * TRAINED_GRID, WIDTH);
    shapes.layer(VIT + "patch_embed.proj.", WIDTH, 3, 16, 16);
    for (int i = 0; i < BLOCKS; i++) {
      String block = VIT + "blocks." + i + ".";
      adapted(shapes, block + "attn.qkv", 3 * WIDTH);
      adapted(shapes, block + "attn.proj", WIDTH);
      shapes.layer(block + "mlp.fc1.", 2 * HIDDEN, WIDTH);
      shapes.layer(block + "mlp.fc2.", WIDTH, HIDDEN);
      for (String norm : List.of("norm1.", "norm2.")) {
        shapes.layer(block + norm, WIDTH);
      }
      shapes.put(block + "ls1.gamma", WIDTH);
      shapes.put(block + "ls2.gamma", WIDTH);
    }
    for (int k = 4; k >= 1; k--) {
      int out = WIDTH >> (5 - k);
      shapes.layer("decoder" + k + ".0.", out, 2 * out, 3, 3);
      shapes.layer("decoder" + k + ".2.", out, out, 3, 3);
    }
    for (int k = 3; k >= 1; k--) {
      int out = WIDTH >> (4 - k);
      for (int step = 0; step < 4 - k; step++) {
        shapes.put("skip%d.%d.weight".formatted(k, step), step == 0 ? WIDTH : out, out, 2, 2);
        shapes.put("skip%d.%d.bias".formatted(k, step), out);
      }
    }
    shapes.layer("final_conv.", GigaTime.CLASSES, WIDTH >> 4, 1, 1);
    return shapes.withoutAdaptersUnless(
        all.stream().anyMatch(n -> n.contains(".lora_") || n.contains(BASE)));
  }

  private static void adapted(Shapes shapes, String layer, int out) {
    shapes.layer(layer + BASE, out, WIDTH);
    shapes.put(layer + LORA_A, RANK, WIDTH);
    shapes.put(layer + LORA_B, out, RANK);
  }

  /** Collects shapes. */
  private static final class Shapes {
    private final SequencedMap<String, List<Long>> all = new LinkedHashMap<>();

    void put(String name, int... shape) {
      all.put(name, Arrays.stream(shape).asLongStream().boxed().toList());
    }

    void layer(String prefix, int... weight) {
      put(prefix + "weight", weight);
      put(prefix + "bias", weight[0]);
    }

    /** A checkpoint without any adapter was merged before it was saved. */
    SequencedMap<String, List<Long>> withoutAdaptersUnless(boolean adapters) {
      all.keySet().removeIf(n -> !adapters && n.contains(".lora_"));
      return all;
    }
  }

  @Override
  public Map<String, List<Long>> ignored() {
    Shapes shapes = new Shapes();
    shapes.put(VIT + "cls_token", 1, 1, WIDTH);
    shapes.layer(VIT + "norm.", WIDTH);
    return shapes.all;
  }

  @Override
  public Map<String, double[]> fold(Weights from) throws IOException {
    Map<String, double[]> to = new LinkedHashMap<>();
    double[] positions = from.take(VIT + "pos_embed");
    double[] grid = Arrays.copyOfRange(positions, WIDTH, positions.length);
    to.put("positions", Matrices.bicubic(grid, TRAINED_GRID, GRID, WIDTH));
    for (int i = 0; i < BLOCKS; i++) {
      block(from, VIT + "blocks." + i + ".", to, "blocks." + i + ".");
    }
    for (String part : PARTS) {
      to.put("patch." + part, from.take(VIT + "patch_embed.proj." + part));
      to.put("final." + part, from.take("final_conv." + part));
      for (int k = 1; k <= 4; k++) {
        to.put("decoder%d.conv1.%s".formatted(k, part), from.take("decoder" + k + ".0." + part));
        to.put("decoder%d.conv2.%s".formatted(k, part), from.take("decoder" + k + ".2." + part));
      }
      for (int k = 1; k <= 3; k++) {
        for (int step = 0; step < 4 - k; step++) {
          String name = "skip%d.%d.%s".formatted(k, step, part);
          to.put(name, from.take(name));
        }
      }
    }
    return to;
  }

  private static void block(Weights from, String block, Map<String, double[]> to, String ours)
      throws IOException {
    for (String part : PARTS) {
      to.put(ours + "norm1." + part, from.take(block + "norm1." + part));
      to.put(ours + "norm2." + part, from.take(block + "norm2." + part));
      to.put(ours + "fc1." + part, from.take(block + "mlp.fc1." + part));
    }
    to.put(ours + "attn.qkv.weight", merged(from, block + "attn.qkv"));
    to.put(ours + "attn.qkv.bias", from.take(block + "attn.qkv" + BASE + "bias"));
    double[] one = from.take(block + "ls1.gamma");
    double[] two = from.take(block + "ls2.gamma");
    double[] proj = from.take(block + "attn.proj" + BASE + "bias");
    to.put(ours + "attn.proj.weight", Matrices.scaleRows(merged(from, block + "attn.proj"), one));
    to.put(ours + "attn.proj.bias", Matrices.scaleRows(proj, one));
    to.put(ours + "fc2.weight", Matrices.scaleRows(from.take(block + "mlp.fc2.weight"), two));
    to.put(ours + "fc2.bias", Matrices.scaleRows(from.take(block + "mlp.fc2.bias"), two));
  }

  private static double[] merged(Weights from, String layer) throws IOException {
    double[] weight = from.take(layer + BASE + "weight");
    if (from.has(layer + LORA_A)) {
      double[] a = from.take(layer + LORA_A);
      Matrices.addProduct(weight, SCALE, from.take(layer + LORA_B), a, RANK);
    }
    return weight;
  }
}
