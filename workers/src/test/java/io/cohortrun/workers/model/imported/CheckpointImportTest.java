package io.cohortrun.workers.model.imported;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cohortrun.workers.canonical.Sha256;
import io.cohortrun.workers.model.Bundle;
import io.cohortrun.workers.model.BundleFolder;
import io.cohortrun.workers.model.GoldenPairs;
import io.cohortrun.workers.model.MovedPair;
import io.cohortrun.workers.model.PanelOrder;
import io.cohortrun.workers.model.TileModel;
import io.cohortrun.workers.model.TorchModels;
import io.cohortrun.workers.model.imported.MadeCheckpoints.Part;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Checkpoints of the published architectures become bundles that give the logits which PyTorch
 * gives with nothing folded ({@code gigatime_oracle.py}); the wrong ones become nothing.
 */
class CheckpointImportTest {

  private static final Architecture GIGATIME = Architecture.of("gigatime").orElseThrow();
  private static final Architecture FLASH = Architecture.of("gigatime-flash").orElseThrow();

  @TempDir private Path temp;

  @Test
  void gigaTimeGivesTheLogitsOfPyTorch() throws IOException {
    Path checkpoint = MadeCheckpoints.write(temp.resolve("c.pth"), MadeCheckpoints.of(GIGATIME));
    CheckpointImport.Imported imported =
        new CheckpointImport(GIGATIME, checkpoint, golden(GIGATIME), 0.25).into(temp.resolve("b"));
    GoldenPairs.Agreement agreement = imported.agreement().orElseThrow();
    assertThat(agreement.logit()).isLessThan(1e-4);
    assertThat(agreement.changed()).isZero();
    assertThat(agreement.pixels()).isEqualTo(23 * 16 * 16);
    Bundle bundle = imported.bundle().bundle();
    assertThat(bundle.id()).isEqualTo("gigatime");
    assertThat(bundle.architecture()).isEqualTo("gigatime");
    assertThat(bundle.version()).isEqualTo(Sha256.of(checkpoint).substring(0, 12));
    assertThat(bundle.mpp()).isEqualTo(0.25);
    assertThat(bundle.intendedUse()).isEqualTo("Research only, no clinical use");
    assertThat(bundle.demo()).isFalse();
    try (Stream<Path> left = Files.list(temp)) {
      assertThat(left.map(p -> p.getFileName().toString())).containsOnly("b", "c.pth", "g.npz");
    }
  }

  @Test
  void flashGivesTheLogitsOfPyTorchAtEitherResolution() throws IOException {
    Path checkpoint = MadeCheckpoints.write(temp.resolve("c.pth"), MadeCheckpoints.of(FLASH));
    CheckpointImport.Imported imported =
        new CheckpointImport(FLASH, checkpoint, golden(FLASH), 0.5).into(temp.resolve("b"));
    assertThat(imported.agreement().orElseThrow().logit()).isLessThan(1e-4);
    assertThat(imported.bundle().bundle().id()).isEqualTo("gigatime-flash-mpp-0.5");
    assertThat(imported.bundle().bundle().architecture()).isEqualTo("gigatime-flash");
    assertThat(imported.bundle().bundle().mpp()).isEqualTo(0.5);
  }

  @Test
  void withoutAGivenPairTheBundleRecordsItsOwnAndEqualCheckpointsGiveEqualNetworks()
      throws IOException {
    Path checkpoint = MadeCheckpoints.write(temp.resolve("c.pth"), MadeCheckpoints.of(FLASH));
    CheckpointImport once = new CheckpointImport(FLASH, checkpoint, Optional.empty(), 0.25);
    BundleFolder first = once.into(temp.resolve("one")).bundle();
    BundleFolder second = once.into(temp.resolve("two")).bundle();
    assertThat(Files.mismatch(first.model(), second.model())).isEqualTo(-1);
    assertThat(second.digest()).isEqualTo(first.digest());
    try (TileModel model = TorchModels.load(first, "fp32", 1)) {
      assertThat(model.bundle().channels()).hasSize(23);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"gigatime", "gigatime-flash"})
  void safetensorsGiveTheNetworkThatTorchSaveGivesWithAndWithoutAPair(String name)
      throws IOException {
    Architecture architecture = Architecture.of(name).orElseThrow();
    Map<String, Part> parts = MadeCheckpoints.of(architecture);
    Path saved = MadeCheckpoints.write(temp.resolve("c.pth"), parts);
    Path tensors = MadeCheckpoints.writeSafetensors(temp.resolve("c.safetensors"), parts);
    BundleFolder expected =
        new CheckpointImport(architecture, saved, Optional.empty(), 0.25)
            .into(temp.resolve("expected"))
            .bundle();
    BundleFolder unproved =
        new CheckpointImport(architecture, tensors, Optional.empty(), 0.25)
            .into(temp.resolve("unproved"))
            .bundle();
    CheckpointImport.Imported proved =
        new CheckpointImport(architecture, tensors, golden(architecture), 0.25)
            .into(temp.resolve("proved"));
    assertThat(proved.agreement().orElseThrow().logit()).isLessThan(1e-4);
    assertThat(Files.mismatch(proved.bundle().model(), expected.model())).isEqualTo(-1);
    assertThat(Files.mismatch(unproved.model(), expected.model())).isEqualTo(-1);
    assertThat(unproved.bundle().version()).isEqualTo(Sha256.of(tensors).substring(0, 12));
  }

  @Test
  void twoTensorsOfOneShapeSwappedAreCaughtByTheGoldenPair() throws IOException {
    Map<String, Part> parts = MadeCheckpoints.of(GIGATIME);
    Part one = parts.get("conv0_2.conv2.weight");
    parts.put("conv0_2.conv2.weight", parts.put("conv0_3.conv2.weight", one));
    refused(GIGATIME, MadeCheckpoints.write(temp.resolve("c.pth"), parts), golden(GIGATIME))
        .hasMessageStartingWith("GoldenDrift: the network says ")
        .hasMessageContaining("this checkpoint is not the one that the pair was made with");
  }

  @Test
  void whatAGivenPairAllowsALoadAllows() throws IOException {
    Path checkpoint = MadeCheckpoints.write(temp.resolve("c.pth"), MadeCheckpoints.of(FLASH));
    Path pair = golden(FLASH).orElseThrow();
    Path near = MovedPair.nearestZero(pair, 8e-4f, temp.resolve("near.npz"));
    BundleFolder bundle =
        new CheckpointImport(FLASH, checkpoint, Optional.of(near), 0.25)
            .into(temp.resolve("b"))
            .bundle();
    assertThat(logits(bundle.golden())).as("stored as given").isEqualTo(logits(near));
    TorchModels.load(bundle, "fp32", 1).close();
    Path far = MovedPair.nearestZero(pair, 2e-3f, temp.resolve("far.npz"));
    refused(FLASH, checkpoint, Optional.of(far)).hasMessageStartingWith("GoldenDrift: ");
  }

  /** Numbers of a pair, without the header of their array. */
  private static byte[] logits(Path pair) throws IOException {
    try (ZipFile npz = new ZipFile(pair.toFile())) {
      byte[] array = npz.getInputStream(npz.getEntry("logits_f32.npy")).readAllBytes();
      int header = Byte.toUnsignedInt(array[8]) + 256 * Byte.toUnsignedInt(array[9]);
      return Arrays.copyOfRange(array, 10 + header, array.length);
    }
  }

  @Test
  void oneValueThatIsNotANumberIsRefusedByItsTensor() throws IOException {
    Map<String, Part> parts = MadeCheckpoints.of(GIGATIME);
    byte[] bytes = parts.get("conv3_1.bn2.bias").bytes();
    Arrays.fill(bytes, 8, 12, (byte) 0xFF);
    refused(GIGATIME, MadeCheckpoints.write(temp.resolve("c.pth"), parts), Optional.empty())
        .hasMessageStartingWith("TensorMismatch: the checkpoint is not one of gigatime: ")
        .hasMessageEndingWith("conv3_1.bn2.bias is NaN at element 2");
  }

  @Test
  void halfAFileIsRefused() throws IOException {
    byte[] whole =
        Files.readAllBytes(
            MadeCheckpoints.write(temp.resolve("c.pth"), MadeCheckpoints.blank(GIGATIME)));
    Path half = Files.write(temp.resolve("half.pth"), Arrays.copyOf(whole, whole.length / 2));
    refused(GIGATIME, half, Optional.empty())
        .hasMessageStartingWith("BadCheckpoint: checkpoint " + half);
  }

  @Test
  void theOutputsAreThePanelInTheModelsOrder() {
    assertThat(Panel.CHANNELS)
        .extracting(Bundle.Channel::id)
        .containsExactlyElementsOf(PanelOrder.IDS);
    assertThat(Panel.CHANNELS)
        .filteredOn(c -> c.role().equals("background"))
        .extracting(Bundle.Channel::id)
        .containsExactly("TRITC", "Cy5");
    assertThat(Panel.CHANNELS).allMatch(c -> c.threshold() == 0.5);
  }

  private org.assertj.core.api.AbstractThrowableAssert<?, ? extends Throwable> refused(
      Architecture architecture, Path checkpoint, Optional<Path> golden) {
    Path to = temp.resolve("none");
    var refused =
        assertThatThrownBy(
            () -> new CheckpointImport(architecture, checkpoint, golden, 0.25).into(to));
    try (Stream<Path> left = Files.list(temp)) {
      List<String> names = left.map(p -> p.getFileName().toString()).toList();
      assertThat(names).noneMatch(n -> n.equals("none") || n.startsWith(".importing"));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
    return refused;
  }

  private Optional<Path> golden(Architecture architecture) throws IOException {
    String name = "/checkpoints/made-" + architecture.id() + "-golden.npz";
    try (InputStream in = CheckpointImportTest.class.getResourceAsStream(name)) {
      return Optional.of(Files.write(temp.resolve("g.npz"), in.readAllBytes()));
    }
  }
}
