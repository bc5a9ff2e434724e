package io.cohortrun.workers.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A given pair is adopted only where the network gives its logits. */
class GoldenPairsTest {

  @TempDir private Path temp;

  @Test
  void aPairThatTheNetworkGivesIsAdopted() throws IOException {
    GoldenPairs.Agreement agreement = GoldenPairs.adopt(unfinished(), pair(0));
    assertThat(agreement.logit()).isLessThan(1e-4);
    assertThat(agreement.changed()).isZero();
  }

  @Test
  void aThousandthIsAThousandthAlsoWhereLogitsAreLarge() throws IOException {
    BundleFolder unfinished = unfinished();
    Path given = pair(2e-3f);
    assertThatThrownBy(() -> GoldenPairs.adopt(unfinished, given))
        .isInstanceOf(ModelRejected.class)
        .hasMessageStartingWith("GoldenDrift: the network says ")
        .hasMessageContaining("and 0.001 is allowed");
  }

  private BundleFolder unfinished() throws IOException {
    return Bundles.open(BundleFiles.demoIn(temp.resolve("b")).toString());
  }

  /** The demo bundle's pair, with so much added to its largest logit. */
  private Path pair(float more) throws IOException {
    Path golden = Bundles.open("demo").golden();
    Npz.Array logits = Npz.read(golden, "logits_f32");
    ByteBuffer bytes = logits.bytes().order(ByteOrder.LITTLE_ENDIAN);
    int at = 0;
    for (int i = 0; i < bytes.limit(); i += Float.BYTES) {
      at = Math.abs(bytes.getFloat(i)) > Math.abs(bytes.getFloat(at)) ? i : at;
    }
    assertThat(Math.abs(bytes.getFloat(at))).as("size of the logit").isGreaterThan(2.1f);
    bytes.putFloat(at, bytes.getFloat(at) + more);
    Path given = temp.resolve("given.npz");
    Npz.write(given, Map.of("input_u8", Npz.read(golden, "input_u8"), "logits_f32", logits));
    return given;
  }
}
