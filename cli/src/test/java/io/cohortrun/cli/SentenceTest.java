package io.cohortrun.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What nobody coded still says what is wrong, in one line. */
class SentenceTest {

  @Test
  void theDeepestMessageIsTaken() {
    assertThat(Sentence.of(new IllegalStateException("above", new IOException("below\nand more"))))
        .isEqualTo("below");
    assertThat(Sentence.of(new IllegalStateException())).isEqualTo("IllegalStateException");
  }

  @Test
  void aFileIsToldWithWhatIsWrongWithIt(@TempDir Path temp) throws IOException {
    Path file = Files.createFile(temp.resolve("file"));
    try {
      Files.createDirectories(file);
    } catch (FileAlreadyExistsException e) {
      assertThat(Sentence.of(e)).isEqualTo(file + ": it is there already");
    }
    assertThat(Sentence.of(new UncheckedIOException(new AccessDeniedException("f"))))
        .isEqualTo("f: permission denied");
    assertThat(Sentence.of(new FileSystemException("f", null, "No space left on device")))
        .isEqualTo("f: No space left on device");
  }
}
