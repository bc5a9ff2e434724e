package io.cohortrun.e2e.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cohortrun.e2e.server.MotoServer;
import io.cohortrun.workers.canonical.Sha256;
import io.cohortrun.workers.model.NumericClass;
import io.cohortrun.workers.store.Commit;
import io.cohortrun.workers.store.ObjectStore;
import io.cohortrun.workers.store.SlideCommits;
import io.cohortrun.workers.store.SpaceLeft;
import io.cohortrun.workers.store.StoreFailure;
import io.cohortrun.workers.store.StoreProbe;
import io.cohortrun.workers.store.Stores;
import io.cohortrun.workers.store.Try;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

class S3StoreIT {

  private static final NumericClass CLASS = new NumericClass("cpu", "2.7.1", "fp32", "1");

  @TempDir static Path folder;
  private static MotoServer server;

  @BeforeAll
  static void start() throws IOException {
    server = MotoServer.start(folder);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void behavesAsAFolderDoes(TestInfo test) throws IOException {
    try (ObjectStore store = open(test)) {
      store.put("s/b/1", bytes("one"));
      store.put("s/b/1", bytes("two"));
      store.put("s/ba ü+%/2", bytes("x"));
      store.put("empty", new byte[0]);
      assertThat(store.get("s/b/1")).hasValue(bytes("two"));
      assertThat(store.get("empty")).hasValue(new byte[0]);
      assertThat(store.get("none")).isEmpty();
      assertThat(store.stat("none")).isEmpty();
      assertThat(store.stat("s/b/1").orElseThrow().bytes()).isEqualTo(3);
      assertThatThrownBy(() -> store.open("none")).isInstanceOf(NoSuchFileException.class);
      assertThat(store.list("s/b/")).containsExactly("s/b/1");
      assertThat(store.list("s/b")).containsExactly("s/b/1", "s/ba ü+%/2");
      assertThat(store.list("")).containsExactly("empty", "s/b/1", "s/ba ü+%/2");
      assertThat(store.items("s/b/").getFirst().bytes()).isEqualTo(3);
      assertThat(store.createIfAbsent("c", bytes("1"))).isTrue();
      assertThat(store.createIfAbsent("c", bytes("2"))).isFalse();
      store.deleteAll("s/b/");
      store.deleteAll("absent/");
      assertThat(store.list("s/")).containsExactly("s/ba ü+%/2");
      assertThat(SpaceLeft.of(store)).isEmpty();
    }
  }

  @Test
  void largeFilesGoInPartsAndComeBackByRanges(TestInfo test) throws IOException {
    byte[] content = new byte[(40 << 20) + 12345];
    new Random(1).nextBytes(content);
    Path file = Files.write(folder.resolve("large"), content);
    try (ObjectStore store = open(test)) {
      store.put("large", file);
      assertThat(store.stat("large").orElseThrow().bytes()).isEqualTo(content.length);
      try (var in = store.open("large")) {
        assertThat(Sha256.of(in)).isEqualTo(Sha256.of(content));
      }
    }
  }

  @Test
  void theProbePassesAndLeavesNothing(TestInfo test) throws IOException {
    try (ObjectStore store = open(test)) {
      StoreProbe.check(store);
      assertThat(store.list("")).isEmpty();
    }
  }

  @Test
  void eightWritersCommitEachSlideOnceAndLosersLeaveNothing(TestInfo test) throws Exception {
    try (ObjectStore store = open(test);
        var threads = Executors.newFixedThreadPool(8)) {
      SlideCommits commits = new SlideCommits(store);
      AtomicInteger won = new AtomicInteger();
      List<Callable<Void>> writers = new ArrayList<>();
      for (int t = 0; t < 8; t++) {
        writers.add(
            () -> {
              for (int k = 0; k < 10; k++) {
                try (Try own = commits.begin("slide" + k)) {
                  own.put("result", bytes(own.prefix()));
                  if (own.commit(CLASS).won()) {
                    won.incrementAndGet();
                  }
                }
              }
              return null;
            });
      }
      for (var f : threads.invokeAll(writers)) {
        f.get();
      }
      assertThat(won).hasValue(10);
      assertThat(store.list("")).hasSize(20);
      for (int k = 0; k < 10; k++) {
        Commit c = commits.read("slide" + k).orElseThrow();
        assertThat(commits.bytes(c, "result")).isEqualTo(bytes(c.prefix()));
      }
    }
  }

  @Test
  void aMissingBucketAndAnAbsentServerAreSaidInOneSentence() throws IOException {
    try (ObjectStore none = Stores.open("s3://no-such-bucket/x", server.environment())) {
      assertFailure(() -> none.put("k", bytes("")), StoreFailure.Code.NotFound, "does not exist");
      assertFailure(() -> StoreProbe.check(none), StoreFailure.Code.NotFound, "no-such-bucket");
    }
    Map<String, String> nowhere = new HashMap<>(server.environment());
    nowhere.put("AWS_ENDPOINT_URL", "http://127.0.0.1:9");
    try (ObjectStore away = Stores.open("s3://" + MotoServer.BUCKET, nowhere)) {
      assertFailure(() -> away.get("k"), StoreFailure.Code.Unavailable, "check the endpoint");
    }
  }

  private static void assertFailure(Call call, StoreFailure.Code code, String part) {
    assertThatThrownBy(call::run)
        .isInstanceOfSatisfying(StoreFailure.class, f -> assertThat(f.code()).isEqualTo(code))
        .hasMessageContaining(part)
        .satisfies(e -> assertThat(e.getMessage().lines()).hasSize(1));
  }

  private interface Call {
    void run() throws IOException;
  }

  private static ObjectStore open(TestInfo test) throws IOException {
    String prefix = test.getTestMethod().orElseThrow().getName();
    return Stores.open("s3://" + MotoServer.BUCKET + "/" + prefix, server.environment());
  }

  private static byte[] bytes(String s) {
    return s.getBytes(UTF_8);
  }
}
