package io.cohortrun.workers.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.cohortrun.workers.model.NumericClass;
import io.cohortrun.workers.store.Gc.Garbage;
import io.cohortrun.workflows.contract.RunRef;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GcTest {

  private static final SlideKeyInputs USED = KeyInputs.of(KeyInputs.CONTENT, 0.25, 0.5);
  private static final SlideKeyInputs UNUSED = KeyInputs.of(KeyInputs.CONTENT, 0.25, 0.6);

  @TempDir Path folder;
  private ObjectStore store;
  private RunLayout layout;

  @BeforeEach
  void open() throws IOException {
    store = Stores.open(folder.toString());
    layout = new RunLayout(new RunRef("uid", 1, store.uri()));
    store.put(layout.input(), bytes("{}"));
    store.put(layout.inspections(0, 1), bytes("{\"slideKey\":\"" + SlideKey.of(USED) + "\"}\n"));
    store.put(layout.plan(), bytes("{}"));
  }

  @Test
  void resultsOfAnUnfinishedRunAreKeptAndOthersGo() throws IOException {
    commit(USED);
    commit(UNUSED);
    Gc gc = gc(2);
    List<Garbage> found = gc.find();
    assertThat(found)
        .singleElement()
        .satisfies(
            g -> {
              assertThat(g.kind()).isEqualTo(Garbage.Kind.RESULT);
              assertThat(g.prefix()).isEqualTo("slides/" + SlideKey.of(UNUSED) + "/");
              assertThat(g.objects()).isEqualTo(3);
            });
    assertThat(store.list("slides/" + SlideKey.of(UNUSED))).hasSize(3); // a dry run
    assertThat(gc.remove(found)).isEqualTo(found);
    assertThat(store.list("slides/" + SlideKey.of(UNUSED))).isEmpty();
    assertThat(new SlideIndex(store).keysOf(KeyInputs.CONTENT)).containsExactly(SlideKey.of(USED));
    assertThat(new SlideCommits(store).read(SlideKey.of(USED))).isPresent();
  }

  @Test
  void whatIsYoungIsKept() throws IOException {
    commit(UNUSED);
    assertThat(gc(0).find()).isEmpty();
  }

  @Test
  void nothingGoesThatARunCameToReferToMeanwhile() throws IOException {
    commit(UNUSED);
    Gc gc = gc(2);
    List<Garbage> found = gc.find();
    store.put(layout.inspections(1, 2), bytes("{\"slideKey\":\"" + SlideKey.of(UNUSED) + "\"}\n"));
    assertThat(gc.remove(found)).isEmpty();
    assertThat(new SlideCommits(store).read(SlideKey.of(UNUSED))).isPresent();
  }

  @Test
  void noResultGoesWhileARunIsBeforeItsPlan() throws IOException {
    commit(UNUSED);
    RunLayout starting = new RunLayout(new RunRef("other", 1, store.uri()));
    store.put(starting.input(), bytes("{}"));
    Files.setLastModifiedTime(
        folder.resolve(starting.input()),
        java.nio.file.attribute.FileTime.from(Instant.now().plusSeconds(2 * 86_400)));
    assertThat(gc(2).find()).isEmpty();
  }

  @Test
  void orphansOfUsedSlidesGo() throws IOException {
    String key = SlideKey.of(USED);
    commit(USED);
    store.put("slides/" + key + "/try-dead/result", bytes("x"));
    store.put("slides/" + key + "/maps-Pyramid/try-dead/0", bytes("x"));
    store.put("slides/" + key + "/parts/c/0-64.zst", bytes("x"));
    Files.writeString(folder.resolve("slides/" + key + "/" + Keys.TEMPORARY + "1"), "half");
    store.put("probe/dead/a", bytes("x"));
    Gc gc = gc(2);
    List<Garbage> found = gc.find();
    assertThat(found)
        .extracting(Garbage::kind)
        .containsExactlyInAnyOrder(
            Garbage.Kind.TRY,
            Garbage.Kind.TRY,
            Garbage.Kind.PARTS,
            Garbage.Kind.TEMPORARY,
            Garbage.Kind.PROBE);
    gc.remove(found);
    assertThat(gc.find()).isEmpty();
    assertThat(store.list("slides/" + key)).hasSize(3);
    new SlideCommits(store).verify(new SlideCommits(store).read(key).orElseThrow());
  }

  @Test
  void checkpointsOfASlideThatIsNotCommittedAreKept() throws IOException {
    store.put("slides/" + SlideKey.of(USED) + "/parts/c/0-64.zst", bytes("x"));
    assertThat(gc(2).find()).isEmpty();
  }

  private Gc gc(int daysFromNow) {
    return new Gc(store, Gc.GRACE, Instant.now().plusSeconds(daysFromNow * 86_400L));
  }

  private void commit(SlideKeyInputs inputs) throws IOException {
    try (Try t = new SlideCommits(store).begin(new SlideIndex(store).record(inputs))) {
      t.put("result", bytes("x"));
      t.commit(new NumericClass("cpu", "2.7.1", "fp32", "1"));
    }
  }

  private static byte[] bytes(String s) {
    return s.getBytes(UTF_8);
  }
}
