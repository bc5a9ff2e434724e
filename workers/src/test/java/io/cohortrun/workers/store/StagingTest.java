package io.cohortrun.workers.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cohortrun.workers.slide.SlideFailure;
import io.cohortrun.workflows.contract.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StagingTest {

  @TempDir Path folder;
  private ObjectStore store;
  private Staging staging;

  @BeforeEach
  void open() throws IOException {
    store = Stores.open(folder.resolve("out").toString());
    staging = new Staging(store, folder.resolve("cache"), new Staging.Limits(1000, 1000));
  }

  @Test
  void aLocalFileIsUsedWhereItLies() throws Exception {
    Path slide = Files.writeString(folder.resolve("a b.svs"), "pixels");
    try (StagedSlide s = staging.stage(slide.toUri().toString())) {
      assertThat(s.path()).isEqualTo(slide);
      assertThat(s.contentDigest()).isEqualTo(Sha256.of("pixels"));
      assertThat(s.bytes()).isEqualTo(6);
    }
    assertThat(folder.resolve("cache")).doesNotExist();
  }

  @Test
  void aFreshFileIsNeverTrustedWithoutReading() throws Exception {
    Path slide = Files.writeString(folder.resolve("a.svs"), "one");
    staging.stage(slide.toString()).close();
    assertThat(new SlideIndex(store).known(slide.toString()).orElseThrow().version()).isEmpty();
    Files.writeString(slide, "two");
    assertThat(staging.stage(slide.toString()).contentDigest()).isEqualTo(Sha256.of("two"));
  }

  @Test
  void miraxAndItsFolderAreOneSlide() throws Exception {
    Path main = Files.writeString(folder.resolve("m.mrxs"), "main");
    Path data = Files.createDirectory(folder.resolve("m"));
    Files.writeString(data.resolve("Data0001.dat"), "data");
    Files.writeString(folder.resolve("other.svs"), "not mine");
    StagedSlide before = staging.stage(main.toString());
    assertThat(before.bytes()).isEqualTo(8);
    assertThat(before.path()).isEqualTo(main);
    Files.writeString(data.resolve("Data0001.dat"), "DATA");
    assertThat(staging.stage(main.toString()).contentDigest()).isNotEqualTo(before.contentDigest());
  }

  @Test
  void aFolderIsOneSlideAndItsNameDoesNotMatter() throws Exception {
    Path one = Files.createDirectory(folder.resolve("one"));
    Files.writeString(one.resolve("1.dcm"), "level 0");
    Files.writeString(one.resolve("2.dcm"), "level 1");
    String digest = staging.stage(one.toString()).contentDigest();
    Path two = folder.resolve("two");
    Files.move(one, two);
    assertThat(staging.stage(two.toString()).contentDigest()).isEqualTo(digest);
    Files.move(two.resolve("1.dcm"), two.resolve("3.dcm"));
    assertThat(staging.stage(two.toString()).contentDigest()).isNotEqualTo(digest);
  }

  @Test
  void whatCannotBeStagedHasACodeAndASentence() throws Exception {
    assertCode(folder.resolve("none.svs").toString(), Outcome.NotFound, "does not exist");
    Path empty = Files.createDirectory(folder.resolve("empty"));
    assertCode(empty.toString(), Outcome.NotFound, "holds no file");
    Path big = Files.write(folder.resolve("big.svs"), new byte[1001]);
    assertCode(big.toString(), Outcome.TooLarge, "1,001 bytes");
    assertCode("file://host/x.svs", Outcome.NotFound, "names a host");
    assertCode("s3://bucket", Outcome.NotFound, "no object");
    assertCode("/dev/null", Outcome.Unreadable, "neither a file nor a folder");
  }

  private void assertCode(String uri, Outcome code, String part) {
    assertThatThrownBy(() -> staging.stage(uri))
        .isInstanceOfSatisfying(SlideFailure.class, f -> assertThat(f.code()).isEqualTo(code))
        .hasMessageContaining(part);
  }
}
