package io.cohortrun.workflows.contract.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.cohortrun.workflows.contract.Outcome;
import io.cohortrun.workflows.contract.ShardReceipt;
import io.cohortrun.workflows.contract.Tally;
import io.temporal.api.common.v1.Payload;
import io.temporal.common.converter.DataConverter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two releases at one Temporal, as during every upgrade. */
class VersionSkewTest {

  private static final ShardReceipt KNOWN =
      new ShardReceipt(
          3,
          1,
          90,
          List.of(new ShardReceipt.OpenRow(7, Outcome.Infrastructure)),
          2.5,
          0.5,
          1024,
          Tally.NONE);

  /** The receipt of another release: it knows no tally, and more, of the shard and of a row. */
  private record LaterReceipt(
      int slides,
      int failed,
      long tiles,
      List<LaterRow> open,
      double busySeconds,
      double wastedSeconds,
      long outputBytes,
      double joules) {}

  private record LaterRow(int row, Outcome code, String sentence) {}

  private static final LaterReceipt LATER =
      new LaterReceipt(
          3, 1, 90, List.of(new LaterRow(7, Outcome.Infrastructure, "lost")), 2.5, 0.5, 1024, 8);

  @TempDir Path secret;

  @Test
  void aReceiptOfALaterReleaseIsReadWithoutWhatItAdds() {
    DataConverter plain = TemporalSecret.NONE.client("default").build().getDataConverter();
    assertThat(decoded(plain, plain.toPayload(LATER).orElseThrow())).isEqualTo(KNOWN);
  }

  @Test
  void soIsOneThatIsEncrypted() throws IOException {
    Files.writeString(
        secret.resolve("codec.keys"), "k1 " + Base64.getEncoder().encodeToString(new byte[32]));
    DataConverter keyed = TemporalSecret.in(secret).client("default").build().getDataConverter();
    Payload payload = keyed.toPayload(LATER).orElseThrow();
    assertThat(payload.toString()).doesNotContain("joules");
    assertThat(decoded(keyed, payload)).isEqualTo(KNOWN);
  }

  private static ShardReceipt decoded(DataConverter converter, Payload payload) {
    return converter.fromPayload(payload, ShardReceipt.class, ShardReceipt.class);
  }
}
