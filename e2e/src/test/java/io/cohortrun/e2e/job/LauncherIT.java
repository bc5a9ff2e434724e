package io.cohortrun.e2e.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code ./cohort}, the script, over the jars of this build. */
class LauncherIT {

  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

  @TempDir Path temp;
  private Path tmp;

  @BeforeEach
  void tree() throws IOException {
    tmp = Files.createDirectory(temp.resolve("tmp"));
    Path launcher = Files.createDirectories(temp.resolve("cli/src/main/launcher"));
    Path app = Files.createDirectories(temp.resolve("cli/target/app"));
    Files.copy(ROOT.resolve("cohort"), temp.resolve("cohort"), StandardCopyOption.COPY_ATTRIBUTES);
    for (String part :
        List.of("pom.xml", "crds", "workflows", "operator", "workers", "cli/pom.xml")) {
      Files.createSymbolicLink(temp.resolve(part), ROOT.resolve(part));
    }
    linkAll(ROOT.resolve("cli/src/main/launcher"), launcher);
    linkAll(ROOT.resolve("cli/target/app"), app);
    Files.deleteIfExists(app.resolve("built"));
    Files.createFile(app.resolve("built"));
  }

  @Test
  void whatAKilledProcessLeftGoesAtTheNextStart() throws Exception {
    Path left = temporaryFolder("cohortrun-tmp.left", 120);
    Path justMade = temporaryFolder("cohortrun-tmp.justMade", 0);
    Path living = temporaryFolder("cohortrun-tmp.living", 120);
    Path others = temporaryFolder("somebody-elses", 120);
    Process holder =
        new ProcessBuilder("flock", living + "/lock", "sh", "-c", "echo held; cat").start();
    try {
      assertThat(holder.inputReader().readLine()).isEqualTo("held");
      old(living, 120);
      Process cohort = cohort("model", "list");
      assertThat(cohort.errorReader().lines()).isEmpty();
      assertThat(cohort.waitFor()).isZero();
      assertThat(left).doesNotExist();
      assertThat(justMade).exists();
      assertThat(living.resolve("part")).exists();
      assertThat(others).exists();
    } finally {
      holder.getOutputStream().close();
      holder.waitFor();
    }
  }

  private Process cohort(String... args) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(temp.resolve("cohort").toString());
    builder.command().addAll(List.of(args));
    builder.environment().put("TMPDIR", tmp.toString());
    builder.redirectOutput(ProcessBuilder.Redirect.DISCARD);
    return builder.start();
  }

  private Path temporaryFolder(String name, int ageSeconds) throws IOException {
    Path folder = Files.createDirectory(tmp.resolve(name));
    Files.createFile(folder.resolve("lock"));
    Files.createFile(folder.resolve("part"));
    old(folder, ageSeconds);
    return folder;
  }

  private static void old(Path folder, int seconds) throws IOException {
    Files.setLastModifiedTime(folder, FileTime.from(Instant.now().minusSeconds(seconds)));
  }

  private static void linkAll(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.list(from)) {
      for (Path file : files.toList()) {
        Files.createSymbolicLink(to.resolve(file.getFileName()), file);
      }
    }
  }
}
