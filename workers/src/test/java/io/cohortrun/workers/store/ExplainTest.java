package io.cohortrun.workers.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.cohortrun.workers.canonical.Sha256;
import io.cohortrun.workers.model.NumericClass;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExplainTest {

  private static final String URI = "file:///slides/a.svs";
  private static final SlideKeyInputs BASE = KeyInputs.of(KeyInputs.CONTENT, 0.25, 0.5);

  @TempDir Path folder;
  private ObjectStore store;
  private SlideIndex index;

  @BeforeEach
  void open() throws IOException {
    store = Stores.open(folder.toString());
    index = new SlideIndex(store);
  }

  @Test
  void neverSeen() throws IOException {
    assertThat(Explain.explain(store, URI, BASE))
        .isEqualTo("computed: this slide was never seen here");
  }

  @Test
  void begunAndNotCommitted() throws IOException {
    index.record(BASE);
    assertThat(Explain.explain(store, URI, BASE)).contains("did not commit");
  }

  @Test
  void committed() throws IOException {
    commit(BASE);
    assertThat(Explain.explain(store, URI, BASE)).startsWith("not computed again: committed");
  }

  @Test
  void theInputThatDiffersIsNamedFromTheNearestResult() throws IOException {
    commit(KeyInputs.of(KeyInputs.CONTENT, 0.5, 0.7));
    commit(BASE);
    assertThat(Explain.explain(store, URI, KeyInputs.of(KeyInputs.CONTENT, 0.25, 0.6)))
        .endsWith("differs in threshold of CD8: 0.5 -> 0.6");
    assertThat(Explain.explain(store, URI, KeyInputs.of(KeyInputs.CONTENT, 0.26, 0.6)))
        .endsWith("differs in mpp: 0.25 -> 0.26; threshold of CD8: 0.5 -> 0.6");
  }

  @Test
  void changedContent() throws IOException {
    index.remember(URI, 5, "v1", KeyInputs.CONTENT);
    commit(BASE);
    String pixel = Sha256.of("one pixel");
    SlideKeyInputs changed = KeyInputs.of(pixel, 0.25, 0.5);
    assertThat(Explain.explain(store, URI, changed)).contains("content changed");
    // Preflight has read the new bytes before anybody asks.
    index.remember(URI, 5, "v2", pixel);
    index.record(changed);
    assertThat(Explain.explain(store, URI, changed))
        .contains("content changed (sha256 " + KeyInputs.CONTENT.substring(0, 12));
  }

  @Test
  void theIndexDoesNotGrowWithRuns() throws IOException {
    for (int run = 0; run < 3; run++) {
      index.remember(URI, 5, "v1", KeyInputs.CONTENT);
      index.record(BASE);
    }
    assertThat(store.list("")).hasSize(3);
  }

  private void commit(SlideKeyInputs inputs) throws IOException {
    try (Try t = new SlideCommits(store).begin(index.record(inputs))) {
      t.put("result.json.zst", "x".getBytes(UTF_8));
      t.commit(new NumericClass("cpu-avx2", "2.7.1", "fp32", "1"));
    }
  }
}
