package io.cohortrun.e2e.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cohortrun.e2e.server.MotoServer;
import io.cohortrun.workers.canonical.Sha256;
import io.cohortrun.workers.slide.SlideFailure;
import io.cohortrun.workers.store.ObjectStore;
import io.cohortrun.workers.store.StagedSlide;
import io.cohortrun.workers.store.Staging;
import io.cohortrun.workers.store.Stores;
import io.cohortrun.workflows.contract.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class S3StagingIT {

  private static final String BUCKET = "s3://" + MotoServer.BUCKET;

  @TempDir Path folder;
  private MotoServer server;
  private ObjectStore slides;
  private Staging staging;

  @BeforeEach
  void start() throws IOException {
    server = MotoServer.start(folder);
    slides = Stores.open(BUCKET, server.environment());
    staging =
        new Staging(
            Stores.open(folder.resolve("out").toString()),
            folder.resolve("cache"),
            new Staging.Limits(1000, 1000),
            server.environment());
  }

  @AfterEach
  void stop() {
    staging.close();
    slides.close();
    server.close();
  }

  @Test
  void aSlideIsDownloadedOnceAndAgainWhenItChanges() throws Exception {
    slides.put("in/a.svs", "pixels".getBytes(UTF_8));
    Path first;
    try (StagedSlide s = staging.stage(BUCKET + "/in/a.svs")) {
      first = s.path();
      assertThat(first).hasFileName("a.svs").hasContent("pixels");
      assertThat(s.contentDigest()).isEqualTo(Sha256.of("pixels"));
    }
    try (StagedSlide s = staging.stage(BUCKET + "/in/a.svs")) {
      assertThat(s.path()).isEqualTo(first);
    }
    slides.put("in/a.svs", "PIXELS".getBytes(UTF_8));
    try (StagedSlide s = staging.stage(BUCKET + "/in/a.svs")) {
      assertThat(s.contentDigest()).isEqualTo(Sha256.of("PIXELS"));
      assertThat(s.path()).isNotEqualTo(first).hasContent("PIXELS");
    }
  }

  @Test
  void setsAreOneSlideWithTheDigestThatTheyHaveOnDisk() throws Exception {
    slides.put("in/m.mrxs", "main".getBytes(UTF_8));
    slides.put("in/m/Data0001.dat", "data".getBytes(UTF_8));
    slides.put("in/m2.mrxs", "other".getBytes(UTF_8));
    Path local = Files.createDirectories(folder.resolve("local/m"));
    Files.writeString(folder.resolve("local/m.mrxs"), "main");
    Files.writeString(local.resolve("Data0001.dat"), "data");
    try (StagedSlide remote = staging.stage(BUCKET + "/in/m.mrxs");
        StagedSlide disk = staging.stage(folder.resolve("local/m.mrxs").toString())) {
      assertThat(remote.path().resolveSibling("m/Data0001.dat")).hasContent("data");
      assertThat(remote.contentDigest()).isEqualTo(disk.contentDigest());
      assertThat(remote.bytes()).isEqualTo(8);
    }
    try (StagedSlide set = staging.stage(BUCKET + "/in/m");
        StagedSlide disk = staging.stage(local.toString())) {
      assertThat(set.path()).isDirectory();
      assertThat(set.contentDigest()).isEqualTo(disk.contentDigest());
    }
  }

  @Test
  void whatCannotBeStagedHasACode() throws IOException {
    slides.put("in/big.svs", new byte[1001]);
    assertCode(BUCKET + "/in/big.svs", Outcome.TooLarge);
    assertCode(BUCKET + "/in/none.svs", Outcome.NotFound);
    assertCode("s3://no-such-bucket/none.svs", Outcome.NotFound);
  }

  private void assertCode(String uri, Outcome code) {
    assertThatThrownBy(() -> staging.stage(uri))
        .isInstanceOfSatisfying(SlideFailure.class, f -> assertThat(f.code()).isEqualTo(code));
  }
}
