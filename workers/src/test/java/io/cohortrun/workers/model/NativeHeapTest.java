package io.cohortrun.workers.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class NativeHeapTest {

  @Test
  void glibcTakesTheSetting() {
    boolean glibc = System.getProperty("os.name").equals("Linux");
    assertThat(NativeHeap.returnsLargeBlocks()).isEqualTo(glibc);
  }
}
