package io.cohortrun.workers.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A team's own network loads and runs as the example says; one of another kind is refused. */
class OwnNetworkTest {

  private static final Path EXAMPLE = Path.of("../examples/own-network/bundle");

  @TempDir private Path temp;

  @Test
  void theExampleRunsAsABundle() throws IOException {
    try (TileModel model = TorchModels.load(Bundles.open(EXAMPLE.toString()), "fp32", 1)) {
      TileCounts counts = model.infer(List.of(Tiles.synthetic(3, 512)), 0).getFirst();
      assertThat(counts.positives()).hasSize(2);
      assertThat(counts.histogram()).hasSize(2 * 256);
      assertThat(counts.positives()[0]).isBetween(counts.valid() / 2, counts.valid() - 1);
      assertThat(counts.positives()[1]).isBetween(1, counts.valid() / 2);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Tuple[Tensor, Tensor] | (_1, _1)",
        "List[Tensor] | [_1, _1]",
        "Dict[str, Tensor] | {\"logits\": _1, \"features\": _1}",
        "float | 0.5",
        "int | 2",
        "bool | True",
        "NoneType | None",
        "Tuple[Tensor, float] | (_1, 0.5)"
      })
  void aNetworkThatAnswersNoTensorIsRefusedAsTheModelsFault(String type, String value)
      throws IOException {
    Path dir = BundleFiles.copy(EXAMPLE, temp.resolve("b"));
    BundleFiles.code(
        dir,
        code -> {
          assertThat(code).containsOnlyOnce("-> Tensor:").containsOnlyOnce("return _1");
          return code.replace("-> Tensor:", "-> " + type + ":")
              .replace("return _1", "return " + value);
        });
    BundleFolder folder = Bundles.open(dir.toString());
    assertThatThrownBy(() -> TorchModels.load(folder, "fp32", 1))
        .isInstanceOf(ModelRejected.class)
        .hasMessageStartingWith("Invalid: the network of bundle own-network must answer one tensor")
        .hasMessageContaining("wrap it so that forward returns the logits alone");
  }

  @Test
  void aNetworkThatRaisesIsToldInItsOwnWords() throws IOException {
    Path dir = BundleFiles.copy(EXAMPLE, temp.resolve("b"));
    BundleFiles.code(
        dir,
        code ->
            code.replace(
                "return _1", "ops.prim.RaiseException(\"two windows, please\")\n    return _1"));
    BundleFolder folder = Bundles.open(dir.toString());
    assertThatThrownBy(() -> TorchModels.load(folder, "fp32", 1))
        .isInstanceOf(ModelRejected.class)
        .hasMessageEndingWith(
            "the network of bundle own-network failed in fp32: RuntimeError: two windows, please");
  }

  @Test
  void aNetworkWithoutParametersIsDescribedWithoutTensorsAndRunsInFloat32() throws IOException {
    Path dir = BundleFiles.copy(EXAMPLE, temp.resolve("b"));
    BundleFiles.zip(dir.resolve(Bundles.MODEL), redAndGreen());
    BundleFiles.edit(
        dir,
        json -> {
          ObjectNode digests = (ObjectNode) json.get("digests");
          digests.retain(Bundles.MODEL, Bundles.GOLDEN);
        });
    BundleFiles.sign(dir);
    GoldenPairs.make(Bundles.open(dir.toString()));
    BundleFiles.sign(dir);
    BundleFolder folder = Bundles.open(dir.toString());
    try (TileModel model = TorchModels.load(folder, "fp32", 1)) {
      assertThat(model.infer(List.of(Tiles.synthetic(3, 512)), 0).getFirst().positives())
          .hasSize(2);
    }
    assertThatThrownBy(() -> TorchModels.load(folder, "bf16", 1))
        .isInstanceOf(ModelRejected.class)
        .hasMessageStartingWith("PrecisionNotAdmitted: the network of bundle own-network has no");
  }

  /** TorchScript as it is written to disk: logits are the first two of the three colours. */
  private static Map<String, byte[]> redAndGreen() {
    Map<String, String> entries = new LinkedHashMap<>();
    entries.put(
        "data.pkl",
        "\u0080\u0002c__torch__\nPlain\nq\u0000)\u0081}(X\u0008\u0000\u0000\u0000trainingq\u0001\u0089ubq\u0002.");
    entries.put(
        "code/__torch__.py",
        """
        class Plain(Module):
          __parameters__ = []
          __buffers__ = []
          training : bool
          def forward(self: __torch__.Plain,
              x: Tensor) -> Tensor:
            return torch.slice(x, 1, 0, 2)
        """);
    entries.put("constants.pkl", "\u0080\u0002).");
    entries.put("version", "3\n");
    Map<String, byte[]> bytes = new LinkedHashMap<>();
    entries.forEach(
        (name, text) -> bytes.put("plain/" + name, text.getBytes(StandardCharsets.ISO_8859_1)));
    return bytes;
  }
}
