package io.cohortrun.workers.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderStoreTest {

  @TempDir Path folder;
  private ObjectStore store;

  @BeforeEach
  void open() throws IOException {
    store = Stores.open(folder.resolve("out put").toString());
  }

  @Test
  void whatIsPutIsRead() throws IOException {
    store.put("a/b.txt", bytes("one"));
    store.put("a/b.txt", bytes("two"));
    assertThat(store.get("a/b.txt")).hasValue(bytes("two"));
    try (var in = store.open("a/b.txt")) {
      assertThat(in.readAllBytes()).isEqualTo(bytes("two"));
    }
    assertThat(store.get("a/none")).isEmpty();
    assertThatThrownBy(() -> store.open("a/none")).isInstanceOf(NoSuchFileException.class);
  }

  @Test
  void theUriOpensTheSameStoreAgain() throws IOException {
    store.put("k", bytes("v"));
    assertThat(store.uri()).startsWith("file:///").endsWith("/out%20put");
    assertThat(Stores.open(store.uri()).get("k")).hasValue(bytes("v"));
  }

  @Test
  void onlyTheFirstCreates() throws IOException {
    assertThat(store.createIfAbsent("x/COMMIT", bytes("first"))).isTrue();
    assertThat(store.createIfAbsent("x/COMMIT", bytes("second"))).isFalse();
    assertThat(store.get("x/COMMIT")).hasValue(bytes("first"));
  }

  @Test
  void exactlyOneOfManyRacingWritersCreates() throws Exception {
    try (var threads = Executors.newFixedThreadPool(8)) {
      for (int k = 0; k < 200; k++) {
        String key = "race/" + k;
        AtomicInteger winners = new AtomicInteger();
        var writers =
            IntStream.range(0, 8)
                .<Callable<Void>>mapToObj(
                    w ->
                        () -> {
                          if (store.createIfAbsent(key, bytes("writer " + w))) {
                            winners.incrementAndGet();
                          }
                          return null;
                        })
                .toList();
        for (var f : threads.invokeAll(writers)) {
          f.get();
        }
        assertThat(winners).hasValue(1);
      }
    }
  }

  @Test
  void listsByPrefixAndSorted() throws IOException {
    for (String k : new String[] {"s/b/2", "s/b/1", "s/ba/1", "s/a", "t"}) {
      store.put(k, bytes(k));
    }
    assertThat(store.list("s/b/")).containsExactly("s/b/1", "s/b/2");
    assertThat(store.list("s/b")).containsExactly("s/b/1", "s/b/2", "s/ba/1");
    assertThat(store.list("")).containsExactly("s/a", "s/b/1", "s/b/2", "s/ba/1", "t");
    assertThat(store.list("none/")).isEmpty();
    assertThat(store.items("s/a"))
        .singleElement()
        .satisfies(i -> assertThat(i.bytes()).isEqualTo(3));
  }

  @Test
  void deletesAPrefixAndNothingElse() throws IOException {
    for (String k : new String[] {"s/b/2", "s/b/c/1", "s/ba/1", "s/a"}) {
      store.put(k, bytes(k));
    }
    store.deleteAll("s/b/");
    store.deleteAll("absent/");
    assertThat(store.list("")).containsExactly("s/a", "s/ba/1");
    assertThat(folder.resolve("out put/s/b")).doesNotExist();
  }

  @Test
  void deletingNeverFollowsALinkOutOfTheStore() throws IOException {
    Path outside = Files.createDirectories(folder.resolve("outside"));
    Files.writeString(outside.resolve("precious"), "x");
    store.put("s/a", bytes("a"));
    Files.createSymbolicLink(folder.resolve("out put/s/link"), outside);
    store.deleteAll("s/");
    assertThat(outside.resolve("precious")).exists();
  }

  @Test
  void theLeftoverOfAKilledWriterIsNoObject() throws IOException {
    store.put("s/a", bytes("a"));
    Files.writeString(folder.resolve("out put/s/" + Keys.TEMPORARY + "1"), "half");
    assertThat(store.list("")).containsExactly("s/a");
  }

  @Test
  void aChangeAlwaysChangesTheVersion() throws IOException {
    store.put("k", bytes("1"));
    String before = store.stat("k").orElseThrow().version();
    store.put("k", bytes("2"));
    assertThat(store.stat("k").orElseThrow().version()).isNotEqualTo(before);
    assertThat(store.stat("none")).isEmpty();
  }

  @Test
  void aRemovedFolderIsReportedAndNotMadeAgain() throws IOException {
    store.put("k", bytes("1"));
    Path root = folder.resolve("out put");
    Path another = Files.createDirectory(folder.resolve("another"));
    Files.delete(root.resolve("k"));
    Files.delete(root);
    assertThatThrownBy(() -> store.put("a/b", bytes("1"))).satisfies(FolderStoreTest::isVanished);
    assertThatThrownBy(() -> store.get("a/b")).satisfies(FolderStoreTest::isVanished);
    assertThatThrownBy(() -> store.list("")).satisfies(FolderStoreTest::isVanished);
    assertThatThrownBy(() -> store.createIfAbsent("c", bytes("1")))
        .satisfies(FolderStoreTest::isVanished);
    assertThat(root).doesNotExist();
    Files.move(another, root);
    assertThatThrownBy(() -> store.put("a/b", bytes("1"))).satisfies(FolderStoreTest::isVanished);
  }

  @Test
  void keysThatLeaveTheStoreAreRefused() {
    for (String k : new String[] {"../x", "/x", "a//b", "a/./b", "", "a\\b", "a\nb"}) {
      assertThatThrownBy(() -> store.put(k, bytes("")))
          .as(k)
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void aFileIsNotAnOutput() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "x");
    assertThatThrownBy(() -> Stores.open(file.toString()))
        .isInstanceOf(StoreFailure.class)
        .hasMessageContaining("is a file");
  }

  @Test
  void settledObjectsStayAsTheyAre() throws IOException {
    store.putUnsynced("t/a", bytes("1"));
    store.putUnsynced("t/b/c", bytes("2"));
    store.sync("t/");
    assertThat(store.list("t/")).containsExactly("t/a", "t/b/c");
  }

  private static void isVanished(Throwable t) {
    assertThat(t)
        .isInstanceOfSatisfying(
            StoreFailure.class, f -> assertThat(f.code()).isEqualTo(StoreFailure.Code.Vanished));
  }

  private static byte[] bytes(String s) {
    return s.getBytes(UTF_8);
  }
}
