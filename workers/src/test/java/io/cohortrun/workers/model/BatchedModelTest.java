package io.cohortrun.workers.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import io.cohortrun.workers.model.device.BatchMemory;
import io.cohortrun.workers.model.device.Card;
import io.cohortrun.workers.slide.TilePixels;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The path of a card, batches and ladder, on a CPU that passes for one. */
class BatchedModelTest {

  private static final Card CARD = new Card("GPU-77", "Pretended", 9, 0, 8L << 30);
  private static final Placement PRETENDED = new Placement(Device.cpu(), Optional.of(CARD));
  private static final List<TilePixels> TILES =
      IntStream.range(0, 3).mapToObj(i -> Tiles.withValid(Tiles.synthetic(i, 512), 1)).toList();

  @TempDir Path dir;

  @Test
  void countsDependNeitherOnNeighboursNorOnWhoAsksFirst() throws Exception {
    try (TileModel model = load(Bundles.open("demo"), "published", 8);
        ExecutorService shards = Executors.newFixedThreadPool(3)) {
      assertThat(model.tilesPerCall()).isEqualTo(2);
      assertThat(model.numericClass().batch()).isEqualTo("8 windows, filled up");
      assertThat(model.numericClass().device()).isEqualTo("cuda-sm_90");
      List<String> all = texts(model.infer(TILES, 128));
      List<Future<List<TileCounts>>> some =
          IntStream.range(0, 3)
              .mapToObj(from -> shards.submit(() -> model.infer(TILES.subList(from, 3), 128)))
              .toList();
      for (int from = 0; from < some.size(); from++) {
        assertThat(texts(some.get(from).get())).isEqualTo(all.subList(from, 3));
      }
    }
  }

  @Test
  void aBatchThatIsNoMultipleOfATilesWindowsIsCutAndFilledUp() throws IOException {
    try (TileModel alone = load(Bundles.open("demo"), "published", 1);
        TileModel odd = load(Bundles.open("demo"), "published", 3)) {
      assertThat(odd.tilesPerCall()).isEqualTo(1);
      alike(odd.infer(TILES, 0), alone.infer(TILES, 0));
    }
  }

  @Test
  void blendedTilesTakeTheirOwnWindowsOfABatch() throws IOException {
    List<TilePixels> tiles =
        Stream.of(Tiles.synthetic(1, 640), Tiles.synthetic(2, 640))
            .map(t -> new TilePixels(t.index(), t.rgb(), ones(), t.qc(), null))
            .toList();
    try (TileModel alone = load(Bundles.open("demo"), "blended", 1);
        TileModel batched = load(Bundles.open("demo"), "blended", 18)) {
      assertThat(batched.tilesPerCall()).isEqualTo(2);
      alike(batched.infer(tiles, 64), alone.infer(tiles, 64));
    }
  }

  /** Another batch is another numeric class: some pixels may lie on another side. */
  private static void alike(List<TileCounts> found, List<TileCounts> must) {
    assertThat(found).hasSameSizeAs(must);
    for (int i = 0; i < must.size(); i++) {
      assertThat(found.get(i).index()).isEqualTo(must.get(i).index());
      for (int c = 0; c < must.get(i).positives().length; c++) {
        assertThat(found.get(i).positives()[c]).isCloseTo(must.get(i).positives()[c], within(20));
      }
    }
  }

  private static byte[] ones() {
    byte[] ones = new byte[512 * 512];
    Arrays.fill(ones, (byte) 1);
    return ones;
  }

  @Test
  void aCardThatIsTooSmallGetsTheBatchThatItHoldsAndItIsRemembered() throws IOException {
    BundleFolder needy = failing("torch.gt(torch.size(x, 0), 8)", "CUDA out of memory. Tried it");
    try (TileModel model = load(needy, "published", 16)) {
      assertThat(model.numericClass().batch()).isEqualTo("8 windows, filled up");
      assertThat(new BatchMemory(dir).of(CARD, what(needy))).hasValue(8);
      assertThat(model.infer(TILES, 0)).hasSize(3);
    }
  }

  @Test
  void whereNotEvenOneWindowFitsThatIsSaid() throws IOException {
    BundleFolder needy = failing("torch.gt(torch.size(x, 0), 0)", "CUDA out of memory. Tried it");
    assertThatThrownBy(() -> load(needy, "published", 4))
        .isInstanceOf(ModelRejected.class)
        .hasMessageStartingWith("GpuOutOfMemory: the memory of GPU Pretended (sm_90, GPU-77)")
        .hasMessageContaining("use a card with more memory");
  }

  @Test
  void memoryThatGetsShortLaterEndsTheModelAndTheNextOneTakesLess() throws IOException {
    // A call that is white all over is the trouble, and the rehearsal is black.
    BundleFolder needy =
        failing(
            "bool(torch.gt(torch.min(x), 0.)) and torch.gt(torch.size(x, 0), 2)",
            "CUDA out of memory. Tried it");
    TilePixels white = white();
    try (TileModel model = load(needy, "published", 4)) {
      assertThatThrownBy(() -> model.infer(List.of(white), 0))
          .isInstanceOf(DeviceFailed.class)
          .hasMessageContaining("4 windows a call");
      assertThat(model.isUsable()).isFalse();
      assertThatThrownBy(() -> model.infer(TILES, 0)).isInstanceOf(DeviceFailed.class);
    }
    try (TileModel next = load(needy, "published", 4)) {
      assertThat(next.numericClass().batch()).isEqualTo("2 windows, filled up");
      assertThat(next.infer(List.of(white), 0)).hasSize(1);
    }
  }

  @Test
  void aBrokenCardIsNamedAndNoBatchIsMadeSmallerForIt() throws IOException {
    BundleFolder broken = failing("True", "CUDA error: an illegal memory access was encountered");
    assertThatThrownBy(() -> load(broken, "published", 16))
        .isInstanceOfSatisfying(DeviceFailed.class, e -> assertThat(e.endsProcess()).isTrue())
        .hasMessageStartingWith("GPU Pretended (sm_90, GPU-77) failed (16 windows a call)")
        .hasMessageContaining("illegal memory access");
    assertThat(new BatchMemory(dir).of(CARD, what(broken))).hasValue(16);
  }

  /** A model of so many windows, unless more is known in this test's folder. */
  private TileModel load(BundleFolder folder, String tiling, int batch) {
    BatchMemory memory = new BatchMemory(dir);
    String what = "%s fp32 %s".formatted(folder.digest(), tiling);
    if (batch == 1) {
      return TorchModels.load(folder, tiling, Precision.FP32, 1, Placement.CPU, memory);
    }
    if (memory.of(CARD, what).isEmpty() || memory.of(CARD, what).getAsInt() > batch) {
      memory.put(CARD, what, batch);
    }
    return TorchModels.load(folder, tiling, Precision.FP32, 1, PRETENDED, memory);
  }

  private static String what(BundleFolder folder) {
    return "%s fp32 published".formatted(folder.digest());
  }

  private static TilePixels white() {
    byte[] rgb = new byte[512 * 512 * 3];
    Arrays.fill(rgb, (byte) 0xFF);
    return new TilePixels(0, rgb, new byte[512 * 512], null, null);
  }

  /** The demo bundle, whose network fails with a message of CUDA's where a condition holds. */
  private BundleFolder failing(String condition, String message) throws IOException {
    Path copy = BundleFiles.demoIn(dir.resolve("bundle"));
    String begin = "    x: Tensor) -> Tensor:\n";
    String fail =
        "    if %s:\n      ops.prim.RaiseException(\"%s\")\n    else:\n      pass\n"
            .formatted(condition, message);
    BundleFiles.code(
        copy,
        code -> {
          assertThat(code).containsOnlyOnce(begin);
          return code.replace(begin, begin + fail);
        });
    return Bundles.open(copy.toString());
  }

  private static List<String> texts(List<TileCounts> counts) {
    return counts.stream().map(Tiles::text).toList();
  }
}
