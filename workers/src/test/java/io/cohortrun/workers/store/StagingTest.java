package io.cohortrun.workers.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cohortrun.workers.canonical.Sha256;
import io.cohortrun.workers.slide.SlideFailure;
import io.cohortrun.workflows.contract.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.awaitility.Awaitility;
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
  void fileUrisMayBeWrittenWithoutEncoding() throws Exception {
    Path slide = Files.writeString(folder.resolve("100% a b.svs"), "pixels");
    try (StagedSlide s = staging.stage("file://" + slide)) {
      assertThat(s.path()).isEqualTo(slide);
    }
  }

  @Test
  void aSettledFileIsNotReadAgainUntilItChanges() throws Exception {
    Path slide = Files.writeString(folder.resolve("a.svs"), "one");
    Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .until(
            () -> {
              staging.stage(slide.toString()).close();
              return !known(slide).version().isEmpty();
            });
    // What is remembered is believed: a digest that nobody could compute comes back.
    new SlideIndex(store).remember(slide.toString(), 3, known(slide).version(), "remembered");
    assertThat(staging.stage(slide.toString()).contentDigest()).isEqualTo("remembered");
    FileTime before = Files.getLastModifiedTime(slide);
    Files.writeString(slide, "two");
    Files.setLastModifiedTime(slide, before);
    assertThat(staging.stage(slide.toString()).contentDigest()).isEqualTo(Sha256.of("two"));
  }

  private SlideIndex.Known known(Path slide) throws IOException {
    return new SlideIndex(store).known(slide.toString()).orElseThrow();
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
  void aSlideOfManyFilesIsOneContentByWhicheverNameItIsGiven() throws Exception {
    Path series = Files.createDirectory(folder.resolve("series"));
    Files.writeString(series.resolve("level-0.dcm"), "level 0");
    Files.writeString(series.resolve("level-1.dcm"), "level 1");
    Files.writeString(series.resolve("notes.txt"), "not pixels");
    assertOneContent(series, series.resolve("level-0.dcm"), series.resolve("level-1.dcm"));

    Path scan = Files.createDirectory(folder.resolve("scan"));
    Path main = Files.writeString(scan.resolve("m.mrxs"), "main");
    Path data = Files.createDirectory(scan.resolve("m"));
    Files.writeString(data.resolve("Slidedat.ini"), "index");
    assertOneContent(scan, main, data);
  }

  private void assertOneContent(Path... names) throws Exception {
    Set<String> digests = new HashSet<>();
    for (Path name : names) {
      digests.add(staging.stage(name.toString()).contentDigest());
    }
    assertThat(digests).hasSize(1);
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
    assertCode(big + "/x.svs", Outcome.NotFound, "does not exist");
    Path loop = folder.resolve("loop.svs");
    Files.createSymbolicLink(loop, loop);
    assertCode(loop.toString(), Outcome.NotFound, "levels");
    assertCode(folder.resolve("x".repeat(300)).toString(), Outcome.NotFound, "too long");
    assertCode("s3://bucket", Outcome.NotFound, "no object");
    assertCode("/dev/null", Outcome.Unreadable, "neither a file nor a folder");
  }

  private void assertCode(String uri, Outcome code, String part) {
    assertThatThrownBy(() -> staging.stage(uri))
        .isInstanceOfSatisfying(SlideFailure.class, f -> assertThat(f.code()).isEqualTo(code))
        .hasMessageContaining(part);
  }
}
