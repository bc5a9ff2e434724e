package io.cohortrun.workers.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A network loads only if it is the one described, and only where it behaves as described. */
class StrictLoadTest {

  @TempDir private Path temp;

  @Test
  void missingLeftOverAndChangedTensorsAreNamedTogether() throws IOException {
    Path dir = BundleFiles.demoIn(temp.resolve("b"));
    BundleFiles.spoil(dir, "maps.bias", BundlesTest::plusOne);
    BundleFiles.edit(
        dir,
        json -> {
          ObjectNode digests = (ObjectNode) json.get("digests");
          digests.set("tensor:other.weight", digests.remove("tensor:mix.bias"));
          digests.put(
              "tensor:stains.weight",
              digests.get("tensor:stains.weight").asText().replace("[4,3,1,1]", "[3,4,1,1]"));
        });
    BundleFiles.sign(dir);
    refused(dir)
        .hasMessageContaining("TensorMismatch")
        .hasMessageContaining("maps.bias differs")
        .hasMessageContaining("mix.bias is left over")
        .hasMessageContaining("other.weight is missing")
        .hasMessageContaining("stains.weight differs (float32[4,3,1,1]");
  }

  @Test
  void aNetworkThatDriftsFromItsGoldenPairIsRefused() throws IOException {
    changed("maps.bias", b -> floats(b, 0.01f))
        .hasMessageContaining("GoldenDrift")
        .hasMessageContaining("in channel DAPI on cpu-");
  }

  @Test
  void aNetworkThatAnswersNoNumbersIsRefusedByItsGoldenPair() throws IOException {
    changed("maps.bias", b -> floats(b, Float.NaN)).hasMessageContaining("GoldenDrift");
  }

  @Test
  void aNetworkWithOtherChannelsThanItsDescriptionIsRefused() throws IOException {
    Path dir = BundleFiles.demoIn(temp.resolve("b"));
    BundleFiles.edit(dir, json -> json.withArray("channels").remove(22));
    refused(dir).hasMessageContaining("Invalid").hasMessageContaining("golden pair");
  }

  @Test
  void whatIsNoTorchScriptOrNoGoldenPairIsRefusedInASentence() throws IOException {
    Path dir = BundleFiles.demoIn(temp.resolve("b"));
    Files.writeString(dir.resolve("model.pt"), "not a network");
    BundleFiles.sign(dir);
    refused(dir).hasMessageContaining("libtorch cannot load model.pt of bundle demo");
    Path other = BundleFiles.demoIn(temp.resolve("c"));
    Files.writeString(other.resolve("golden.npz"), "not an archive");
    BundleFiles.sign(other);
    refused(other).hasMessageContaining("cannot be the golden pair of bundle demo");
  }

  @Test
  void theClassOfACpuNamesInstructionsAndVendor() {
    String flags = "flags\t\t: fpu sse2 avx avx2 fma avx512f avx512dq avx512bw avx512vl";
    assertThat(CpuCapability.of(List.of("vendor_id\t: GenuineIntel", flags), null))
        .isEqualTo("cpu-avx512-intel");
    assertThat(CpuCapability.of(List.of("vendor_id\t: AuthenticAMD", "flags : avx2 fma"), null))
        .isEqualTo("cpu-avx2-amd");
    assertThat(CpuCapability.of(List.of(), "default")).isEqualTo("cpu-default-other-as-default");
  }

  private AbstractThrowableAssert<?, ? extends Throwable> changed(
      String tensor, UnaryOperator<byte[]> change) throws IOException {
    Path dir = BundleFiles.demoIn(temp.resolve("b"));
    String digest = BundleFiles.spoil(dir, tensor, change);
    BundleFiles.edit(
        dir, json -> ((ObjectNode) json.get("digests")).put(Tensors.PREFIX + tensor, digest));
    BundleFiles.sign(dir);
    return refused(dir);
  }

  private static byte[] floats(byte[] bytes, float more) {
    ByteBuffer b = ByteBuffer.wrap(bytes.clone()).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < bytes.length; i += Float.BYTES) {
      b.putFloat(i, b.getFloat(i) + more);
    }
    return b.array();
  }

  private static AbstractThrowableAssert<?, ? extends Throwable> refused(Path bundle)
      throws IOException {
    BundleFolder folder = Bundles.open(bundle.toString());
    return assertThatThrownBy(() -> TorchModels.load(folder, "fp32", 1))
        .isInstanceOf(ModelRejected.class);
  }
}
