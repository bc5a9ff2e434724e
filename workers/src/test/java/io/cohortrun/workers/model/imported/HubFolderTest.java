package io.cohortrun.workers.model.imported;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cohortrun.workers.canonical.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A model is found where the hub's client left it, if it is whole. */
class HubFolderTest {

  private static final String REVISION = "0123456789abcdef0123456789abcdef01234567";

  @TempDir private Path temp;

  @Test
  void theSnapshotOfTheMainRevisionIsTaken() throws IOException {
    Path dir = model("weights", Sha256.of("weights"));
    Files.createDirectories(dir.resolve("snapshots").resolve("older"));
    assertThat(Files.readString(HubFolder.checkpoint(dir))).isEqualTo("weights");
    Path snapshot = dir.resolve("snapshots").resolve(REVISION);
    assertThat(Files.readString(HubFolder.checkpoint(snapshot))).isEqualTo("weights");
    Files.writeString(dir.resolve("refs").resolve("main"), "fedc");
    assertThatThrownBy(() -> HubFolder.checkpoint(dir))
        .hasMessageContaining("has 2 snapshots and none is that of refs/main, fedc");
    Files.delete(dir.resolve("refs").resolve("main"));
    assertThatThrownBy(() -> HubFolder.checkpoint(dir))
        .hasMessageContaining("has 2 snapshots; name one of them as --hub-dir");
  }

  @Test
  void aLinkToAFolderIsTheFolder() throws IOException {
    Path snapshot = model("weights", Sha256.of("weights")).resolve("snapshots").resolve(REVISION);
    Path link = Files.createSymbolicLink(temp.resolve("link"), snapshot);
    assertThat(Files.readString(HubFolder.checkpoint(link))).isEqualTo("weights");
  }

  @Test
  void aCheckpointInAFolderOfTheModelIsFound() throws IOException {
    Path dir = model("weights", Sha256.of("weights"));
    Path snapshot = dir.resolve("snapshots").resolve(REVISION);
    Path inside = Files.createDirectories(snapshot.resolve("weights")).resolve("model.pth");
    Files.move(snapshot.resolve("model.pth"), snapshot.resolve("README.md"));
    Files.createSymbolicLink(inside, Path.of("..", "..", "..", "blobs", Sha256.of("weights")));
    assertThat(HubFolder.checkpoint(dir)).isEqualTo(inside);
    Files.move(snapshot.resolve("README.md"), snapshot.resolve("model.pth"));
    assertThatThrownBy(() -> HubFolder.checkpoint(dir))
        .hasMessageContaining("more than one checkpoint: model.pth, weights/model.pth");
  }

  @Test
  void theFolderOfAllModelsIsToldFromOneModel() throws IOException {
    Path dir = model("weights", Sha256.of("weights"));
    assertThatThrownBy(() -> HubFolder.checkpoint(temp))
        .hasMessageContaining("is the hub's folder of models")
        .hasMessageEndingWith("name one of them as --hub-dir: models--someone--model");
    Path snapshot = dir.resolve("snapshots").resolve(REVISION);
    Files.delete(snapshot.resolve("model.pth"));
    Files.delete(snapshot);
    assertThatThrownBy(() -> HubFolder.checkpoint(dir)).hasMessageContaining("has no snapshot");
  }

  @Test
  void aDownloadThatBrokeOffIsRefused() throws IOException {
    Path dir = model("weigh", Sha256.of("weights"));
    assertThatThrownBy(() -> HubFolder.checkpoint(dir))
        .hasMessageStartingWith("BadCheckpoint: model.pth of")
        .hasMessageContaining("is not whole");
    Files.delete(dir.resolve("blobs").resolve(Sha256.of("weights")));
    assertThatThrownBy(() -> HubFolder.checkpoint(dir)).hasMessageContaining("links to nothing");
  }

  @Test
  void aPlainFolderMustHoldOneCheckpoint() throws IOException {
    assertThatThrownBy(() -> HubFolder.checkpoint(temp))
        .hasMessageContaining("holds no checkpoint");
    Path file = Files.writeString(temp.resolve("model.safetensors"), "weights");
    Files.writeString(temp.resolve("README.md"), "a card");
    assertThat(HubFolder.checkpoint(temp)).isEqualTo(file);
    Files.writeString(temp.resolve("other.pth"), "weights");
    assertThatThrownBy(() -> HubFolder.checkpoint(temp))
        .hasMessageContaining("more than one checkpoint: model.safetensors, other.pth");
    assertThatThrownBy(() -> HubFolder.checkpoint(file)).hasMessageContaining("is not a folder");
  }

  private Path model(String content, String blob) throws IOException {
    Path dir = temp.resolve("models--someone--model");
    Path snapshot = Files.createDirectories(dir.resolve("snapshots").resolve(REVISION));
    Files.createDirectories(dir.resolve("blobs"));
    Files.createDirectories(dir.resolve("refs"));
    Files.writeString(dir.resolve("refs").resolve("main"), REVISION);
    Files.writeString(dir.resolve("blobs").resolve(blob), content);
    Files.createSymbolicLink(snapshot.resolve("model.pth"), Path.of("..", "..", "blobs", blob));
    return dir;
  }
}
