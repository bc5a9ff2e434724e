package io.cohortrun.workers.model.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import io.cohortrun.workers.model.ModelRejected;
import io.cohortrun.workers.model.ModelRejected.Code;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Damage ends in a coded sentence or in tensors that can be read: never in anything else. */
class CheckpointFuzzTest {

  private static final int FLIPS = 1000;

  @TempDir private Path temp;

  @ParameterizedTest
  @ValueSource(strings = {"types.pth", "wrapped.pth", "wrapped-legacy.pth", "types.safetensors"})
  void truncationsAreRefused(String file) throws IOException {
    byte[] whole = Checkpoints.bytes(file);
    for (int length = 0; length < whole.length; length += 3) {
      assertThat(refused(Arrays.copyOf(whole, length))).as("%d bytes of %s", length, file).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"types.pth", "wrapped.pth", "wrapped-legacy.pth", "types.safetensors"})
  void flippedBitsNeverEscapeTheReader(String file) throws IOException {
    byte[] whole = Checkpoints.bytes(file);
    Random random = new Random(120);
    int refused = 0;
    for (int i = 0; i < FLIPS; i++) {
      byte[] damaged = whole.clone();
      for (int n = random.nextInt(4); n >= 0; n--) {
        damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
      }
      refused += refused(damaged) ? 1 : 0;
    }
    assertThat(refused).isBetween(FLIPS / 4, FLIPS);
  }

  @ParameterizedTest
  @ValueSource(strings = {"types.pth", "wrapped-legacy.pth", "types.safetensors"})
  void foreignBytesInsideNeverEscapeTheReader(String file) throws IOException {
    byte[] whole = Checkpoints.bytes(file);
    Random random = new Random(121);
    for (int i = 0; i < FLIPS; i++) {
      byte[] damaged = whole.clone();
      int from = random.nextInt(damaged.length);
      byte[] foreign = new byte[Math.min(damaged.length - from, 1 + random.nextInt(9))];
      random.nextBytes(foreign);
      System.arraycopy(foreign, 0, damaged, from, foreign.length);
      assertThat(refused(damaged)).isIn(true, false);
    }
  }

  /** Reads all there is; anything but a refusal of the two codes ends the test. */
  private boolean refused(byte[] bytes) throws IOException {
    try (Checkpoint c = Checkpoints.open(temp, bytes)) {
      for (Tensor t : c.tensors().values()) {
        assertThat((long) c.values(t).length).isEqualTo(t.size());
      }
      return false;
    } catch (ModelRejected e) {
      assertThat(e.code()).isIn(Code.BadCheckpoint, Code.UnsafeCheckpoint);
      return true;
    }
  }
}
