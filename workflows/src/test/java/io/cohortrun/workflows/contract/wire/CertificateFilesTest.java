package io.cohortrun.workflows.contract.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.util.Optional;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who tries again for ever watches no file twice. */
class CertificateFilesTest {

  private static final int TRIES = 3;

  @TempDir Path folder;
  private final ScheduledThreadPoolExecutor reloads = new ScheduledThreadPoolExecutor(1);
  private final CertificateFiles files = new CertificateFiles(reloads);

  @AfterEach
  void stop() {
    reloads.shutdownNow();
  }

  @Test
  void triesWithABrokenKeyDoNotPileUpAndARepairedOneIsUsed() throws Exception {
    Certificate us = Certificate.make(folder, "us");
    Path secret = Files.createDirectory(folder.resolve("secret"));
    Optional<Path> ca = Optional.of(Files.copy(us.crt(), secret.resolve("ca.crt")));
    Optional<Path> certificate = Optional.of(Files.copy(us.crt(), secret.resolve("tls.crt")));
    Path key = Files.writeString(secret.resolve("tls.key"), "not a key");
    for (int i = 0; i < TRIES; i++) {
      assertThatThrownBy(() -> files.client(ca, certificate))
          .isInstanceOf(GeneralSecurityException.class);
    }
    assertThat(reloads.getQueue()).as("the authority's").hasSize(1);
    Files.copy(us.key(), key, StandardCopyOption.REPLACE_EXISTING);
    for (int i = 0; i < TRIES; i++) {
      files.client(ca, certificate);
    }
    assertThat(reloads.getQueue()).as("the authority's and ours").hasSize(2);
  }
}
