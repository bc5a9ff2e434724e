package io.cohortrun.workers.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cohortrun.workers.slide.TilePixels;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** bf16: the same bundle, cast; admitted by its tolerances, or refused by how much. */
class ReducedPrecisionTest {

  @TempDir Path dir;

  @Test
  void halvesAreRoundedToNearestAndTiesToEven() {
    assertThat(Precision.BF16.round(1f)).isEqualTo((short) 0x3F80);
    assertThat(Precision.BF16.round(Float.intBitsToFloat(0x3F808000))).isEqualTo((short) 0x3F80);
    assertThat(Precision.BF16.round(Float.intBitsToFloat(0x3F818000))).isEqualTo((short) 0x3F82);
    assertThat(Precision.BF16.round(Float.intBitsToFloat(0x3F808001))).isEqualTo((short) 0x3F81);
    assertThat(Precision.BF16.round(-2.5f)).isEqualTo((short) 0xC020);
    assertThat(Precision.BF16.round(Float.MAX_VALUE)).isEqualTo((short) 0x7F80);
    assertThat(Precision.BF16.round(Float.intBitsToFloat(0x7F800001))).isEqualTo((short) 0x7FC0);
  }

  @Test
  void halfPrecisionRoundsAlikeAndOverflowsToInfinity() {
    assertThat(Precision.FP16.round(1f)).isEqualTo((short) 0x3C00);
    assertThat(Precision.FP16.round(1f + 0x1p-11f)).isEqualTo((short) 0x3C00);
    assertThat(Precision.FP16.round(1f + 0x3p-11f)).isEqualTo((short) 0x3C02);
    assertThat(Precision.FP16.round(70000f)).isEqualTo((short) 0x7C00);
  }

  @Test
  void everyTensorOfTheDemoIsFoundInItsTable() throws IOException {
    BundleFolder demo = Bundles.open("demo");
    long tensors =
        demo.bundle().digests().keySet().stream().filter(k -> k.startsWith(Tensors.PREFIX)).count();
    try (ZipFile zip = new ZipFile(demo.model().toFile())) {
      byte[] table = entry(zip, "/data.pkl");
      List<StorageTable.Storage> found = StorageTable.of(table);
      assertThat(found).extracting(StorageTable.Storage::type).containsOnly("torch.FloatStorage");
      Set<String> keys = new HashSet<>(found.stream().map(StorageTable.Storage::key).toList());
      assertThat(keys).hasSize((int) tensors);
    }
  }

  @Test
  void tablesThatAreNotUnderstoodAreRefused() {
    byte[] strange = {(byte) 0x80, 2, 'i', '.'};
    byte[] cut = {(byte) 0x80, 2, 'X', 9, 0, 0, 0, 'a'};
    for (byte[] table : List.of(strange, cut)) {
      assertThatThrownBy(() -> StorageTable.of(table))
          .isInstanceOf(ModelRejected.class)
          .hasMessageStartingWith("PrecisionNotAdmitted")
          .hasMessageContaining("use fp32");
    }
  }

  @Test
  void theDemoIsAdmittedAndCountsNearlyTheSame() throws IOException {
    BundleFolder demo = Bundles.open("demo");
    TilePixels tile = Tiles.withValid(Tiles.synthetic(5, 512), 1);
    try (TileModel exact = TorchModels.load(demo, "fp32", 1);
        TileModel reduced = TorchModels.load(demo, "bf16", 2)) {
      assertThat(reduced.numericClass().precision()).isEqualTo("bf16");
      assertThat(reduced.numericClass().device())
          .as("machines with other bf16 kernels give other sums")
          .isEqualTo(exact.numericClass().device() + "-" + CpuCapability.bfloat16().word());
      TileCounts is = reduced.infer(List.of(tile), 0).getFirst();
      TileCounts was = exact.infer(List.of(tile), 0).getFirst();
      assertThat(is.histogram()).isNotEqualTo(was.histogram());
      for (int c = 0; c < is.positives().length; c++) {
        assertThat(is.positives()[c])
            .isBetween(was.positives()[c] - 8000, was.positives()[c] + 8000);
      }
      TilePixels other = Tiles.synthetic(6, 512);
      assertThat(Tiles.text(reduced.infer(List.of(other, tile), 0).getLast()))
          .isEqualTo(Tiles.text(is));
    }
  }

  @Test
  void aBundleOfATeamIsCastAsWell() throws IOException {
    BundleFolder own = Bundles.open("../examples/own-network/bundle");
    assertThat(TorchModels.verify(own, "bf16")).contains("bf16 on the golden pair: mean |dp| 0.0");
    assertThat(TorchModels.verify(own, "fp32")).contains("golden pair on cpu-");
  }

  @Test
  void whatCostsMoreThanTheBundleToleratesIsRefusedByHowMuch() throws IOException {
    BundleFiles.demoIn(dir);
    BundleFiles.edit(dir, json -> ((ObjectNode) json.get("tolerances")).put("reducedMean", 1e-5));
    BundleFolder strict = Bundles.open(dir.toString());
    assertThatThrownBy(() -> TorchModels.load(strict, "bf16", 1))
        .isInstanceOf(ModelRejected.class)
        .hasMessageStartingWith("PrecisionNotAdmitted: bundle demo does not admit bf16 on cpu-")
        .hasMessageContaining("mean |dp| 0.00")
        .hasMessageContaining("(1.0e-05 is tolerated)")
        .hasMessageEndingWith("use fp32");
  }

  @Test
  void aChangedTensorIsNamedBeforeItIsCast() throws IOException {
    BundleFiles.demoIn(dir);
    BundleFiles.spoil(
        dir,
        "maps.bias",
        bytes -> {
          bytes[1] ^= 1; // lost in rounding
          return bytes;
        });
    BundleFiles.sign(dir);
    BundleFolder changed = Bundles.open(dir.toString());
    assertThatThrownBy(() -> TorchModels.load(changed, "bf16", 1))
        .hasMessageStartingWith("TensorMismatch")
        .hasMessageContaining("maps.bias");
  }

  @Test
  void onlyACpuWithTheInstructionsComputesIt() {
    assertThat(bfloat16("avx2 avx512f")).isEqualTo("emulated");
    assertThat(bfloat16("avx2 avx512f avx512_bf16")).isEqualTo("avx512_bf16");
    assertThat(bfloat16("avx2 avx512f avx512_bf16 amx_bf16 amx_tile")).isEqualTo("amx");
    assertThat(TorchModels.caveat("fp32")).isEmpty();
  }

  private static String bfloat16(String flags) {
    return CpuCapability.bfloat16(List.of("flags\t\t: " + flags)).word();
  }

  private static byte[] entry(ZipFile zip, String end) throws IOException {
    var found = zip.stream().filter(e -> e.getName().endsWith(end)).findFirst().orElseThrow();
    return zip.getInputStream(found).readAllBytes();
  }
}
