package io.cohortrun.workers.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SlideCacheTest {

  @TempDir Path folder;
  private SlideCache cache;
  private final AtomicInteger fills = new AtomicInteger();

  @BeforeEach
  void open() {
    cache = new SlideCache(folder.resolve("cache"), 250);
  }

  @Test
  void anEntryIsFilledOnceAndFoundAgain() throws IOException {
    SlideCache.Entry first = enter("aaa1");
    SlideCache.Entry again = enter("aaa1");
    assertThat(again.folder()).isEqualTo(first.folder());
    assertThat(again.digests()).containsOnlyKeys("slide.svs");
    assertThat(fills).hasValue(1);
  }

  @Test
  void theLeastRecentlyUsedMakesRoom() throws IOException {
    Path a = enterAndRelease("aaa1");
    Path b = enterAndRelease("bbb1");
    Files.setLastModifiedTime(
        a.resolve(".digests.json"), java.nio.file.attribute.FileTime.fromMillis(1000));
    Path c = enterAndRelease("ccc1");
    assertThat(a).doesNotExist();
    assertThat(b).exists();
    assertThat(c).exists();
  }

  @Test
  void whatIsHeldIsNeverRemoved() throws IOException {
    SlideCache.Entry a = enter("aaa1");
    SlideCache.Entry b = enter("bbb1");
    assertThatThrownBy(() -> enter("ccc1"))
        .isInstanceOf(StoreFailure.class)
        .hasMessageContaining("full of slides in use");
    b.release();
    b.release();
    enterAndRelease("ccc1");
    assertThat(a.folder()).exists();
    assertThat(b.folder()).doesNotExist();
  }

  @Test
  void twoCachesOfOneProcessShareAFolder() throws IOException {
    SlideCache.Entry held = enter("aaa1");
    SlideCache other = new SlideCache(folder.resolve("cache"), 100);
    assertThatThrownBy(() -> other.enter("bbb1", 100, into -> new TreeMap<>()))
        .isInstanceOf(StoreFailure.class);
    held.release();
    other.enter("bbb1", 100, into -> new TreeMap<>()).release();
    assertThat(held.folder()).doesNotExist();
  }

  @Test
  void aBrokenDownloadLeavesNothing() throws IOException {
    assertThatThrownBy(
            () ->
                cache.enter(
                    "aaa1",
                    100,
                    into -> {
                      Files.writeString(into.resolve("half"), "x");
                      throw new IOException("connection lost");
                    }))
        .hasMessageContaining("connection lost");
    try (var left = Files.list(folder.resolve("cache"))) {
      assertThat(left.map(p -> p.getFileName().toString())).containsExactly("lock-aaa");
    }
    enterAndRelease("aaa1");
  }

  @Test
  void manyThreadsShareIt() throws Exception {
    try (var threads = Executors.newFixedThreadPool(8)) {
      var tasks =
          IntStream.range(0, 200)
              .<Callable<Void>>mapToObj(
                  i ->
                      () -> {
                        SlideCache.Entry e;
                        try {
                          e = enter("aa" + i % 5 + "x");
                        } catch (StoreFailure full) {
                          return null;
                        }
                        assertThat(Files.size(e.folder().resolve("slide.svs"))).isEqualTo(100);
                        e.release();
                        return null;
                      })
              .toList();
      for (var f : threads.invokeAll(tasks)) {
        f.get();
      }
    }
    try (var all = Files.list(folder.resolve("cache"))) {
      assertThat(all.filter(p -> p.getFileName().toString().startsWith("slide-")))
          .hasSizeLessThanOrEqualTo(2);
    }
  }

  private Path enterAndRelease(String name) throws IOException {
    SlideCache.Entry e = enter(name);
    e.release();
    return e.folder();
  }

  private SlideCache.Entry enter(String name) throws IOException {
    return cache.enter(
        name,
        100,
        into -> {
          fills.incrementAndGet();
          Files.write(into.resolve("slide.svs"), new byte[100]);
          return new TreeMap<>(Map.of("slide.svs", "digest"));
        });
  }
}
