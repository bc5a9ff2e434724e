package io.cohortrun.workers.manifest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SlideUrisTest {

  @TempDir Path root;

  private Path cohort;
  private SlideUris uris;

  @BeforeEach
  void cohort() throws Exception {
    cohort = Files.createDirectories(root.resolve("cohort"));
    uris = SlideUris.beside(cohort.resolve("manifest.csv"));
  }

  @Test
  void pathsMayNotLeaveTheFolderByDots() {
    assertRefused("../a.svs", "..");
    assertRefused("x/../../a.svs", "..");
    assertRefused("..", "..");
    assertRefused(".", "own folder");
  }

  @Test
  void pathsMayNotLeaveTheFolderByALink() throws Exception {
    Path elsewhere = Files.createDirectories(root.resolve("elsewhere/deep"));
    Files.createFile(elsewhere.resolve("a.svs"));
    Files.createSymbolicLink(cohort.resolve("out"), elsewhere.getParent());
    Files.createSymbolicLink(cohort.resolve("a.svs"), elsewhere.resolve("a.svs"));
    Files.createSymbolicLink(cohort.resolve("nowhere"), root.resolve("elsewhere/absent"));

    assertRefused("out/deep/a.svs", "link");
    assertRefused("out/absent/a.svs", "link");
    assertRefused("a.svs", "link");
    assertRefused("nowhere", "link");
    assertRefused("nowhere/a.svs", "link");
  }

  @Test
  void linksInsideTheFolderAndAbsentFilesAreFine() throws Exception {
    Files.createDirectories(cohort.resolve("real"));
    Files.createFile(cohort.resolve("real/a.svs"));
    Files.createSymbolicLink(cohort.resolve("alias"), Path.of("real"));
    Files.createSymbolicLink(cohort.resolve("b.svs"), Path.of("real/a.svs"));

    assertThat(uris.resolve("alias/a.svs")).isEqualTo("file://" + cohort + "/alias/a.svs");
    assertThat(uris.resolve("b.svs")).endsWith("/cohort/b.svs");
    assertThat(uris.resolve("absent/folder/a.svs")).endsWith("/absent/folder/a.svs");
  }

  @Test
  void aFolderThatIsItselfBehindALinkIsStillItsOwn() throws Exception {
    Path alias = Files.createSymbolicLink(root.resolve("alias"), cohort);
    Files.createFile(cohort.resolve("a.svs"));

    assertThat(SlideUris.beside(alias.resolve("manifest.csv")).resolve("a.svs"))
        .isEqualTo("file://" + alias + "/a.svs");
  }

  @Test
  void absoluteOnesAreTakenAsTheyStand() throws Exception {
    assertThat(uris.resolve("/data/a b.svs")).isEqualTo("file:///data/a%20b.svs");
    assertThat(uris.resolve("file:///data/a%20b.svs")).isEqualTo("file:///data/a%20b.svs");
    assertThat(uris.resolve("file:/data/a b.svs")).isEqualTo("file:///data/a%20b.svs");
    assertThat(uris.resolve("file://localhost/data/100%.svs")).isEqualTo("file:///data/100%25.svs");
    assertThat(uris.resolve("S3://bucket/x/a.svs")).isEqualTo("s3://bucket/x/a.svs");
    assertThat(uris.resolve("stain:HE.svs")).endsWith("/cohort/stain:HE.svs");
    assertRefused("s3://bucket", "bucket/key");
    assertRefused("s3://bucket/", "bucket/key");
    assertRefused("ftp://host/a.svs", "ftp");
    assertRefused("file://nas/a.svs", "host");
    assertRefused("D:\\slides\\a.svs", "Windows");
    assertRefused("\\\\nas\\a.svs", "Windows");
    assertRefused("/", "not the path");
  }

  @Test
  void besideAManifestInAStoreRelativeOnesAreKeys() throws Exception {
    SlideUris stored = SlideUris.besideObject("s3://bucket/cohort/manifest.csv");

    assertThat(stored.resolve("x/a.svs")).isEqualTo("s3://bucket/cohort/x/a.svs");
    assertThatThrownBy(() -> stored.resolve("../a.svs")).hasMessageContaining("..");
  }

  private void assertRefused(String written, String word) {
    assertThatThrownBy(() -> uris.resolve(written))
        .as(written)
        .isInstanceOf(SlideUris.Refused.class)
        .hasMessageContaining(word);
  }
}
