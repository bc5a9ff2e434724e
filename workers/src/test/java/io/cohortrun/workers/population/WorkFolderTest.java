package io.cohortrun.workers.population;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkFolderTest {

  @TempDir Path temp;

  @Test
  void whatAKilledProcessLeftGoesWithTheNextFolder() throws Exception {
    Path left = Files.createDirectories(temp.resolve("cohortrun-analysis123/analysis"));
    Files.writeString(left.resolve("patients.csv"), "patient\n");
    Path lock = Files.writeString(left.resolveSibling(".lock"), "");
    Path other = Files.createDirectory(temp.resolve("somebody-else"));
    age(lock);
    try (WorkFolder folder = WorkFolder.open(temp)) {
      assertThat(temp)
          .isDirectoryContaining(folder.path()::equals)
          .isDirectoryContaining(other::equals);
      assertThat(left.getParent()).doesNotExist();
    }
    assertThat(temp).isDirectoryNotContaining("glob:**cohortrun-analysis*");
  }

  @Test
  void aFolderThatIsInUseStaysHoweverOldItIs() throws Exception {
    try (WorkFolder first = WorkFolder.open(temp)) {
      Path lock = first.path().resolve(".lock");
      age(lock);
      try (WorkFolder second = WorkFolder.open(temp)) {
        assertThat(first.path()).isNotEqualTo(second.path()).isDirectory();
      }
      assertThat(heldForOthers(lock)).isTrue();
      WorkFolder.open(temp).close();
      assertThat(heldForOthers(lock)).as("still, after folders were looked through").isTrue();
    }
  }

  /** By another program: whoever closes a file here ends the lock that this process has on it. */
  private static void age(Path lock) throws Exception {
    Process touch =
        new ProcessBuilder("touch", "-d", "3 hours ago", lock.toString()).inheritIO().start();
    assertThat(touch.waitFor()).isZero();
  }

  /** Whether the kernel knows of a lock that other processes see. */
  private static boolean heldForOthers(Path lock) throws Exception {
    Object inode = Files.getAttribute(lock, "unix:ino");
    return Files.readString(Path.of("/proc/locks")).contains(":%s 0 EOF".formatted(inode));
  }
}
