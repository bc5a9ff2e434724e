package io.cohortrun.workers.model.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Checkpoints that PyTorch and safetensors wrote are read to the last bit, and nothing else is. */
class CheckpointTest {

  private static final List<String> REAL = List.of("float32", "float16", "bfloat16", "float64");
  private static final List<String> WHOLE =
      List.of("int64", "int32", "int16", "int8", "uint8", "bool");

  @TempDir private Path temp;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "types.pth",
        "wrapped.pth",
        "wrapped-legacy.pth",
        "trained.pth",
        "trained-legacy.pth",
        "types.safetensors"
      })
  void everySpellingGivesTheSameNumbers(String file) throws IOException {
    try (Checkpoint c = Checkpoints.open(temp, Checkpoints.bytes(file))) {
      for (String type : REAL) {
        assertThat(values(c, type)).as(type).containsExactly(-0.0, -0.5, -1, -1.5, -2, -2.5);
        assertThat(c.tensors().get(type).shape()).containsExactly(2L, 3L);
        assertThat(c.tensors().get(type).type().real()).isTrue();
      }
      for (String type : WHOLE) {
        assertThat(values(c, type)).as(type).containsExactly(0, 1, 0, 1, 0, 1);
        assertThat(c.tensors().get(type).type().real()).isFalse();
      }
      assertThat(values(c, "single")).containsExactly(-7.25);
      assertThat(c.tensors().get("single").shape()).isEmpty();
      assertThat(values(c, "empty")).isEmpty();
      assertThat(c.tensors()).hasSize(file.endsWith("safetensors") ? 12 : 14);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"types.pth", "wrapped-legacy.pth", "trained.pth"})
  void viewsOfOneStorageAreReadByOffsetAndStride(String file) throws IOException {
    try (Checkpoint c = Checkpoints.open(temp, Checkpoints.bytes(file))) {
      assertThat(c.tensors().get("turned").shape()).containsExactly(5L, 4L);
      assertThat(values(c, "turned"))
          .containsExactly(
              IntStream.range(0, 20).mapToDouble(i -> -0.5 * (i % 4 * 5 + i / 4)).toArray());
      assertThat(values(c, "part")).containsExactly(-3.5, -4, -6, -6.5);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          runs.pth            | UnsafeCheckpoint | wants to use posix.system
          runs-legacy.pth     | UnsafeCheckpoint | wants to use posix.system
          optimizer.pth       | UnsafeCheckpoint | it holds a dict called 'optimizer'
          whole-network.pth   | UnsafeCheckpoint | wants to use torch.nn.modules.linear.Linear
          protocol-4.pth      | UnsafeCheckpoint | not of protocol 2 or 3
          expanded.pth        | BadCheckpoint    | repeats the elements of its storage 0, which has 1
          sparse.pth          | UnsafeCheckpoint | wants to use torch._utils._rebuild_sparse_tensor
          quantised.pth       | UnsafeCheckpoint | wants to use torch._utils._rebuild_qtensor
          torchscript.pt      | UnsafeCheckpoint | torchscript/code/
          """)
  void whatIsMoreThanTensorsIsRefusedByName(String file, String code, String reason) {
    assertThatThrownBy(() -> Checkpoints.open(temp, Checkpoints.bytes(file)))
        .hasMessageStartingWith(code + ": checkpoint " + temp)
        .hasMessageContaining(reason)
        .message()
        .doesNotContain("\n");
  }

  @Test
  void filesOfOtherKindsAreRefused() {
    assertThatThrownBy(() -> Checkpoint.open(temp)).hasMessageStartingWith("NotFound: ");
    assertThatThrownBy(() -> Checkpoints.open(temp, new byte[0]))
        .hasMessageContaining("it has 0 bytes");
    assertThatThrownBy(
            () -> Checkpoints.open(temp, "a model, in words".getBytes(StandardCharsets.UTF_8)))
        .hasMessageContaining("neither a file of torch.save nor safetensors");
    assertThatThrownBy(() -> opened("version https://git-lfs.github.com/spec/v1\noid sha256:4d"))
        .hasMessageContaining("Git LFS's pointer to the file, not the file");
    assertThatThrownBy(() -> opened("\u0080\u0002}q\u0000X\u0001\u0000\u0000\u0000aNs."))
        .hasMessageContaining("it is a pickle, but not a checkpoint of PyTorch");
  }

  private Checkpoint opened(String bytes) throws IOException {
    return Checkpoints.open(temp, bytes.getBytes(StandardCharsets.ISO_8859_1));
  }

  private static double[] values(Checkpoint c, String name) throws IOException {
    return c.values(c.tensors().get(name));
  }
}
