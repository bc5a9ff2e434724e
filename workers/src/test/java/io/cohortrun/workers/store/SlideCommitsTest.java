package io.cohortrun.workers.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cohortrun.workers.model.NumericClass;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SlideCommitsTest {

  private static final NumericClass CLASS = new NumericClass("cpu-avx2", "2.7.1", "fp32", "1");

  @TempDir Path folder;
  private ObjectStore store;
  private SlideCommits commits;

  @BeforeEach
  void open() throws IOException {
    store = Stores.open(folder.resolve("out").toString());
    commits = new SlideCommits(store);
  }

  @Test
  void aTryCountsForNothingUntilItIsCommitted() throws IOException {
    try (Try t = commits.begin("k")) {
      t.put("result.json.zst", bytes("r"));
      assertThat(commits.read("k")).isEmpty();
      Try.Committed c = t.commit(CLASS);
      assertThat(c.won()).isTrue();
    }
    Commit commit = commits.read("k").orElseThrow();
    assertThat(commits.bytes(commit, "result.json.zst")).isEqualTo(bytes("r"));
    assertThat(commit.numericClass()).isEqualTo(CLASS);
    commits.verify(commit);
  }

  @Test
  void anAbandonedTryLeavesNothing() throws IOException {
    try (Try t = commits.begin("k")) {
      t.put("canvas.zarr/.zarray", bytes("{}"));
    }
    assertThat(store.list("")).isEmpty();
  }

  @Test
  void aLaterTryRemovesItsOwnFilesAndFollowsTheFirst() throws IOException {
    Try first = commits.begin("k");
    Try second = commits.begin("k");
    first.put("r", bytes("1"));
    second.put("r", bytes("2"));
    assertThat(first.commit(CLASS).won()).isTrue();
    Try.Committed lost = second.commit(CLASS);
    assertThat(lost.won()).isFalse();
    assertThat(lost.commit()).isEqualTo(commits.read("k").orElseThrow());
    assertThat(store.list("slides/k/")).containsExactly("slides/k/COMMIT", first.prefix() + "r");
  }

  @Test
  void foldersAreUploadedWhole() throws IOException {
    Path zarr = Files.createDirectories(folder.resolve("canvas/0"));
    Files.writeString(zarr.resolve("1"), "chunk");
    Files.writeString(folder.resolve("canvas/.zarray"), "{}");
    Try t = commits.begin("k");
    t.put("canvas.zarr", folder.resolve("canvas"));
    t.commit(CLASS);
    Commit c = commits.read("k").orElseThrow();
    assertThat(c.files()).containsOnlyKeys("canvas.zarr/.zarray", "canvas.zarr/0/1");
    assertThat(commits.bytes(c, "canvas.zarr/0/1")).isEqualTo(bytes("chunk"));
  }

  @Test
  void mapsAreCommittedBesideTheResult() throws IOException {
    try (Try t = commits.beginMaps("k", "Pyramid")) {
      t.put("0/0", bytes("m"));
      t.commit(CLASS);
    }
    assertThat(commits.read("k")).isEmpty();
    assertThat(commits.readMaps("k", "Pyramid")).isPresent();
    assertThat(commits.readMaps("k", "Full")).isEmpty();
  }

  @Test
  void damagedResultsAreFoundAndDiscarded() throws IOException {
    Try t = commits.begin("k");
    t.put("r", bytes("1"));
    Commit c = t.commit(CLASS).commit();
    assertThat(commits.discardIfCorrupt("k")).isFalse();
    store.put(c.key("r"), bytes("x"));
    assertThatThrownBy(() -> commits.bytes(c, "r"))
        .isInstanceOf(StoreFailure.class)
        .hasMessageContaining("not the file that was committed")
        .hasMessageEndingWith("remove slides/k/COMMIT to have the slide computed again.");
    store.deleteAll(c.prefix());
    assertThatThrownBy(() -> commits.verify(c)).hasMessageContaining("is missing");
    assertThat(commits.discardIfCorrupt("k")).isTrue();
    assertThat(commits.read("k")).isEmpty();
    assertThat(commits.discardIfCorrupt("k")).isFalse();
  }

  @Test
  void aCommitThatPointsElsewhereIsRefused() throws IOException {
    store.put("slides/k/COMMIT", bytes("{\"prefix\":\"runs/x/\",\"files\":{}}"));
    assertThatThrownBy(() -> commits.read("k")).isInstanceOf(StoreFailure.class);
    store.put("slides/k/COMMIT", bytes("{\"pre"));
    assertThatThrownBy(() -> commits.read("k"))
        .isInstanceOf(StoreFailure.class)
        .hasMessageContaining("is not a commit");
  }

  private static byte[] bytes(String s) {
    return s.getBytes(UTF_8);
  }
}
