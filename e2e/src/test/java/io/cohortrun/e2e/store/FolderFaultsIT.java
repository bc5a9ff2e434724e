package io.cohortrun.e2e.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.cohortrun.e2e.run.MountNamespace;
import io.cohortrun.workers.canonical.Sha256;
import io.cohortrun.workers.store.ObjectStore;
import io.cohortrun.workers.store.Stores;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Mounts are made in a mount namespace of the child's own: root or user namespaces suffice. */
class FolderFaultsIT {

  @TempDir Path folder;
  private Path mount;

  @BeforeEach
  void makeMountPoint() throws IOException {
    mount = Files.createDirectory(folder.resolve("mount"));
  }

  @Test
  void aFullDiskIsSaidAndNothingHalfWrittenLooksWhole() throws Exception {
    String said =
        inNamespace(
            "mount -t tmpfs -o size=2m tmpfs " + mount,
            child("fill", mount),
            "ls -a " + mount + "/objects",
            "for f in " + mount + "/objects/*; do sha256sum < $f; done");
    assertThat(said).contains("DiskFull | file://").contains("no space is left on the disk");
    List<String> names = said.lines().filter(l -> l.matches("[0-9a-f]{64}")).toList();
    List<String> digests =
        said.lines().filter(l -> l.endsWith(" -")).map(l -> l.substring(0, 64)).toList();
    assertThat(names).isNotEmpty().containsExactlyElementsOf(digests);
    assertThat(said).doesNotContain(".cohortrun-tmp");
  }

  @Test
  void aReadOnlyMountIsSaid() throws Exception {
    assertThat(
            inNamespace(
                "mount -t tmpfs tmpfs " + mount,
                "mount -o remount,ro " + mount,
                child("probe", mount)))
        .contains("ReadOnly | file://")
        .contains("mounted read-only");
  }

  @Test
  void aMountThatGoesAwayIsSaidAndTheFolderUnderItIsNotFilled() throws Exception {
    assertThat(inNamespace("mount -t tmpfs tmpfs " + mount, child("unmount", mount)))
        .contains("Vanished | file://")
        .contains("its mount is gone")
        .contains("under the mount: 0");
  }

  @Test
  void aFolderOfSomebodyElseIsSaid() throws Exception {
    Path other = Files.createDirectory(mount.resolve("other"));
    // In a user namespace even root has no power over the files of users outside it.
    assertThat(
            run(
                "sh",
                "-c",
                "if [ $(id -u) = 0 ]; then chown 65534 "
                    + other
                    + "; fi; chmod 500 "
                    + other
                    + "; if [ $(id -u) = 0 ]; then exec unshare -Ur "
                    + child("probe", other)
                    + "; else exec "
                    + child("probe", other)
                    + "; fi"))
        .contains("AccessDenied | file://")
        .contains("give this user read and write access");
  }

  @Test
  void killedAtAnyMomentEveryObjectIsWhole() throws Exception {
    for (int kill = 1; kill <= 3; kill++) {
      Process p = new ProcessBuilder("sh", "-c", "exec " + child("fill", folder)).start();
      try (BufferedReader out = p.inputReader(UTF_8)) {
        for (int i = 0; i < 40 * kill; i++) {
          out.readLine();
        }
        p.destroyForcibly();
      }
      p.waitFor();
    }
    try (ObjectStore store = Stores.open(folder.toString())) {
      List<String> keys = store.list("objects/");
      assertThat(keys).hasSizeGreaterThanOrEqualTo(120);
      for (String key : keys) {
        assertThat(Sha256.of(store.get(key).orElseThrow())).isEqualTo(key.substring(8));
      }
    }
  }

  private static String inNamespace(String... commands) throws Exception {
    return run(MountNamespace.shell(String.join("\n", commands)).toArray(String[]::new));
  }

  private static String child(String what, Path folder) {
    return String.join(
        " ",
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-Xmx128m",
        "-cp",
        System.getProperty("java.class.path"),
        FolderFaults.class.getName(),
        what,
        folder.toString());
  }

  private static String run(String... command) throws Exception {
    Process p = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(p.getInputStream().readAllBytes(), UTF_8);
    assertThat(p.waitFor()).as(said).isZero();
    return said;
  }
}
