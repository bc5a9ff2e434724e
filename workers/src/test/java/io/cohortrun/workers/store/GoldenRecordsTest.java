package io.cohortrun.workers.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.cohortrun.workers.model.NumericClass;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GoldenRecordsTest {

  private static final NumericClass CPU = new NumericClass("cpu-avx2", "2.7.1", "fp32", "1");
  private static final NumericClass GPU = new NumericClass("cuda-sm_90", "2.7.1", "fp32", "1");

  @TempDir Path folder;

  @Test
  void theWorstOfEachClassIsKeptByBundleAndEqualWorkersLeaveOne() throws Exception {
    try (ObjectStore store = Stores.open(folder.toString())) {
      GoldenRecords records = new GoldenRecords(store);
      records.record("a", CPU, 0.02);
      records.record("a", CPU, 0.02);
      records.record("a", CPU, 0.5);
      records.record("a", GPU, 0.1);
      records.record("b", CPU, 0.9);
      assertThat(records.worst("a")).isEqualTo(Map.of(CPU, 0.5, GPU, 0.1));
      assertThat(records.worst("c")).isEmpty();
      assertThat(store.list("golden/a/")).hasSize(3);
    }
  }
}
