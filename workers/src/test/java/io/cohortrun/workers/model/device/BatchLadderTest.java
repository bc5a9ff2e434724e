package io.cohortrun.workers.model.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BatchLadderTest {

  private static final Card H200 = new Card("GPU-1", "NVIDIA H200", 9, 0, 139L << 30);
  private static final Card T4 = new Card("GPU-2", "Tesla T4", 7, 5, 15L << 30);

  @TempDir Path dir;

  private static final class Full extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  @ParameterizedTest
  @CsvSource({"64,100,64", "64,63,32", "64,1,1", "24,7,6", "5,2,2", "1,9,1"})
  void memoryThatHoldsSoManyGetsTheFirstRungThatFits(int first, int holds, int found) {
    int fits = BatchLadder.descend(first, n -> holding(n, holds), Full.class::isInstance);
    assertThat(fits).isEqualTo(found);
  }

  @Test
  void whereNotEvenOneFitsTheLastRungSaysSo() {
    assertThatThrownBy(() -> BatchLadder.descend(8, n -> holding(n, 0), Full.class::isInstance))
        .isInstanceOf(Full.class);
  }

  @Test
  void nothingButMemoryMakesABatchSmaller() {
    List<Integer> tried = new ArrayList<>();
    assertThatThrownBy(
            () ->
                BatchLadder.descend(
                    64,
                    n -> {
                      tried.add(n);
                      throw new IllegalStateException("an illegal memory access");
                    },
                    Full.class::isInstance))
        .hasMessage("an illegal memory access");
    assertThat(tried).containsExactly(64);
  }

  @Test
  void aBatchIsRememberedPerModelOfCardAndWork() {
    new BatchMemory(dir).put(T4, "abc bf16 published", 8);
    BatchMemory next = new BatchMemory(dir);
    Card another = new Card("GPU-9", "Tesla T4", 7, 5, 15L << 30);
    assertThat(next.of(another, "abc bf16 published")).hasValue(8);
    assertThat(next.of(T4, "abc fp32 published")).isEmpty();
    assertThat(next.of(H200, "abc bf16 published")).isEmpty();
  }

  @Test
  void aFileThatCannotBeReadOrWrittenIsAsGoodAsNone() throws IOException {
    Files.writeString(dir.resolve("gpu-batches.properties"), "Tesla\\ T4\\ 15360\\ MiB\\ x=many");
    assertThat(new BatchMemory(dir).of(T4, "x")).isEmpty();
    BatchMemory nowhere = new BatchMemory(Files.writeString(dir.resolve("none"), ""));
    nowhere.put(T4, "x", 4);
    assertThat(nowhere.of(T4, "x")).hasValue(4);
  }

  /** In an image the cache is a folder that nobody may write; for root a file is as bad. */
  @Test
  void whereTheCacheCannotBeWrittenTheNextProcessFindsTheBatchInTheOtherFolder()
      throws IOException {
    Path cache = Files.writeString(dir.resolve("cache"), "no folder");
    Path otherwise = Files.createDirectory(dir.resolve("tmp"));
    new BatchMemory(cache, otherwise).put(T4, "x", 4);
    assertThat(new BatchMemory(cache, otherwise).of(T4, "x")).hasValue(4);
    Path writable = dir.resolve("made/cache");
    new BatchMemory(writable, otherwise).put(T4, "y", 8);
    assertThat(new BatchMemory(writable).of(T4, "y")).hasValue(8);
    assertThat(new BatchMemory(otherwise).of(T4, "y")).isEmpty();
  }

  private static Integer holding(int n, int holds) {
    if (n > holds) {
      throw new Full();
    }
    return n;
  }
}
