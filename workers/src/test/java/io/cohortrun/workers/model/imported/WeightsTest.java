package io.cohortrun.workers.model.imported;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.cohortrun.workers.model.checkpoint.Checkpoint;
import io.cohortrun.workers.model.imported.MadeCheckpoints.Part;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.function.Consumer;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** Every tensor of a checkpoint is used once or stands on a list; all that is wrong is named. */
class WeightsTest {

  static final List<Architecture> ALL = Architecture.ALL;
  private static final String QKV = "encoder.base_model.model.blocks.7.attn.qkv.";

  @TempDir private Path temp;

  @ParameterizedTest
  @FieldSource("ALL")
  void everyTensorIsUsedOnceAndFillsTheTemplate(Architecture architecture) throws IOException {
    SequencedMap<String, Part> parts = MadeCheckpoints.blank(architecture);
    architecture.ignored().forEach((n, shape) -> parts.put(n, new Part(shape, true, new byte[0])));
    try (Checkpoint c = open(parts)) {
      Weights weights = Weights.of(c, architecture);
      Map<String, double[]> folded = architecture.fold(weights);
      assertThat(weights.left()).isEmpty();
      assertThat(Template.of(architecture).fill(folded, temp.resolve("model.pt")))
          .hasSameSizeAs(folded);
    }
  }

  @ParameterizedTest
  @FieldSource("ALL")
  void whatIsMissingLeftOverOrMisshapenIsNamedTogether(Architecture architecture) {
    String first = MadeCheckpoints.blank(architecture).firstEntry().getKey();
    String last = MadeCheckpoints.blank(architecture).lastEntry().getKey();
    refused(
            architecture,
            parts -> {
              parts.put("other." + first, parts.remove(first));
              parts.put(last, new Part(List.of(2L, 1L), true, new byte[0]));
            })
        .hasMessageStartingWith("TensorMismatch: the checkpoint is not one of " + architecture.id())
        .hasMessageContaining(first + " is missing")
        .hasMessageContaining("other." + first + " is left over")
        .hasMessageContaining(last + " has the shape [2, 1], not [23]");
  }

  @ParameterizedTest
  @FieldSource("ALL")
  void whatIsNotUsedMustHaveItsShapeToo(Architecture architecture) {
    List<String> names = architecture.ignored().keySet().stream().limit(3).toList();
    for (String name : names) {
      refused(architecture, parts -> parts.put(name, new Part(List.of(3L, 2L), true, new byte[0])))
          .hasMessageEndingWith(
              "%s: %s has the shape [3, 2], not %s"
                  .formatted(architecture.id(), name, architecture.ignored().get(name)));
    }
  }

  @Test
  void aCheckpointOfTheOtherArchitectureIsRefusedInOneSentenceOfBearableLength() {
    refused(
            ALL.getFirst(),
            parts -> {
              parts.clear();
              parts.putAll(MadeCheckpoints.blank(ALL.getLast()));
            })
        .hasMessageContaining("conv0_0.conv1.weight is missing")
        .hasMessageContaining("; and ")
        .hasMessageEndingWith(". Its names are those of gigatime-flash: give --arch gigatime-flash")
        .message()
        .hasSizeLessThan(1000);
  }

  @Test
  void whereNoNameFitsTheFirstIsTold() {
    refused(
            ALL.getFirst(),
            parts -> {
              SequencedMap<String, Part> blank = MadeCheckpoints.blank(ALL.getFirst());
              parts.clear();
              blank.forEach((name, part) -> parts.put("model." + name, part));
            })
        .hasMessageEndingWith(
            ". It has none of the names, its first is model.conv0_0.conv1.weight");
  }

  @Test
  void negativeVariancesAndIntegersAreRefused() {
    refused(
            ALL.getFirst(),
            parts -> {
              byte[] minusOne = new byte[1024];
              minusOne[513] = (byte) 0xBC;
              parts.put("conv4_0.bn1.running_var", new Part(List.of(512L), true, minusOne));
            })
        .hasMessageEndingWith("conv4_0.bn1.running_var is negative at element 256");
  }

  @Test
  void flashIsReadInAllSpellingsOfItsAdapters() throws IOException {
    SequencedMap<String, Part> parts = MadeCheckpoints.blank(ALL.getLast());
    for (String name :
        List.of("base_layer.weight", "lora_A.default.weight", "lora_B.default.weight")) {
      parts.computeIfPresent(QKV + name, (n, p) -> MadeCheckpoints.part(n, p.shape(), true));
    }
    double[] merged = qkv(parts);
    SequencedMap<String, Part> plain = renamed(parts);
    assertThat(qkv(plain)).isEqualTo(merged);

    plain.keySet().removeIf(n -> n.contains(".lora_"));
    double[] alone = qkv(plain);
    double sum = 0;
    try (Checkpoint c = open(parts)) {
      double[] a = c.values(c.tensors().get(QKV + "lora_A.default.weight"));
      double[] b = c.values(c.tensors().get(QKV + "lora_B.default.weight"));
      for (int k = 0; k < 8; k++) {
        sum += 16.0 / 8 * b[1151 * 8 + k] * a[k * 384 + 3];
      }
    }
    int at = 1151 * 384 + 3;
    assertThat(merged[at] - alone[at]).isCloseTo(sum, within(1e-12)).isNotZero();
  }

  @Test
  void adaptersThatAreThereInPartAreRefused() {
    refused(ALL.getLast(), parts -> parts.remove(QKV + "lora_B.default.weight"))
        .hasMessageContaining(QKV + "lora_B.default.weight is missing");
    refused(ALL.getLast(), parts -> parts.keySet().removeIf(n -> n.contains(".lora_")))
        .hasMessageContaining("blocks.0.attn.qkv.lora_A.default.weight is missing");
  }

  private double[] qkv(Map<String, Part> parts) throws IOException {
    try (Checkpoint c = open(parts)) {
      return ALL.getLast().fold(Weights.of(c, ALL.getLast())).get("blocks.7.attn.qkv.weight");
    }
  }

  private static SequencedMap<String, Part> renamed(Map<String, Part> parts) {
    SequencedMap<String, Part> plain = new LinkedHashMap<>();
    parts.forEach((name, part) -> plain.put(name.replace(".base_layer", ""), part));
    return plain;
  }

  private Checkpoint open(Map<String, Part> parts) throws IOException {
    return Checkpoint.open(MadeCheckpoints.write(temp.resolve("c.pth"), parts));
  }

  private AbstractThrowableAssert<?, ? extends Throwable> refused(
      Architecture architecture, Consumer<SequencedMap<String, Part>> change) {
    SequencedMap<String, Part> parts = MadeCheckpoints.blank(architecture);
    change.accept(parts);
    return assertThatThrownBy(
        () -> {
          try (Checkpoint c = open(parts)) {
            Weights.of(c, architecture);
          }
        });
  }
}
