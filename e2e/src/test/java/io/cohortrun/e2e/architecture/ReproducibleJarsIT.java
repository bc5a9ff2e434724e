package io.cohortrun.e2e.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What would make two builds of one commit differ: the time, the person, the place. */
class ReproducibleJarsIT {

  @Test
  void jarsHoldNoTimeOfBuildNoPersonAndNoPlace() throws Exception {
    List<Path> jars =
        Arrays.stream(
                System.getProperty("java.class.path").split(Pattern.quote(File.pathSeparator), -1))
            .map(Path::of)
            .filter(p -> p.getFileName().toString().matches("cohortrun-.*\\.jar"))
            .toList();
    assertThat(jars).as("jars of this build on the class path").hasSizeGreaterThanOrEqualTo(6);
    for (Path jar : jars) {
      require(jar);
    }
  }

  private static void require(Path jar) throws IOException {
    String place = Path.of("").toAbsolutePath().getParent().toString();
    try (JarFile file = new JarFile(jar.toFile())) {
      assertThat(file.getManifest().getMainAttributes().keySet())
          .as("manifest of %s", jar)
          .extracting(Object::toString)
          .doesNotContain("Built-By", "Build-Jdk", "Bnd-LastModified");
      for (JarEntry entry : file.stream().toList()) {
        assertThat(entry.getTimeLocal())
            .as("time of %s in %s", entry, jar)
            .isEqualTo(LocalDateTime.parse("2026-11-25T00:00:00"));
        byte[] bytes = file.getInputStream(entry).readAllBytes();
        assertThat(new String(bytes, StandardCharsets.ISO_8859_1))
            .as("%s in %s", entry, jar)
            .doesNotContain(place);
      }
    }
  }
}
