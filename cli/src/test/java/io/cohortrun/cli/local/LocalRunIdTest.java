package io.cohortrun.cli.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class LocalRunIdTest {

  @Test
  void itFollowsSpecManifestAndBundle() {
    String id = LocalRunId.of(List.of("s", "m", "b"));
    assertThat(id).matches("[0-9a-f]{16}").isEqualTo(LocalRunId.of(List.of("s", "m", "b")));
    assertThat(LocalRunId.of(List.of("s2", "m", "b"))).isNotEqualTo(id);
    assertThat(LocalRunId.of(List.of("s", "m2", "b"))).isNotEqualTo(id);
    assertThat(LocalRunId.of(List.of("s", "m", "b", "c"))).isNotEqualTo(id);
    assertThat(LocalRunId.of(List.of("s", "m", "b2"))).isNotEqualTo(id);
  }
}
