package io.cohortrun.workers.store;

import io.cohortrun.workers.store.StoreFailure.Code;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.Locale;

/** Says in one sentence what a file system's exception means for the store. */
final class FolderFailures {

  private FolderFailures() {}

  /** The coded failure; exceptions that the port promises, and interrupts, pass unchanged. */
  static IOException of(String uri, String key, IOException e) {
    if (e instanceof StoreFailure
        || e instanceof NoSuchFileException
        || e instanceof ClosedByInterruptException) {
      return e;
    }
    String at = key.isEmpty() ? uri : uri + "/" + key;
    String reason =
        (e instanceof FileSystemException f && f.getReason() != null
                ? f.getReason()
                : String.valueOf(e.getMessage()))
            .toLowerCase(Locale.ROOT);
    if (reason.contains("no space left") || reason.contains("quota exceeded")) {
      return new StoreFailure(
          Code.DiskFull,
          at + ": no space is left on the disk; free some and start the run again, it goes on.",
          e);
    }
    if (reason.contains("read-only file system")) {
      return new StoreFailure(
          Code.ReadOnly,
          at + ": the file system is mounted read-only; choose a folder that can be written.",
          e);
    }
    if (e instanceof AccessDeniedException
        || reason.contains("operation not permitted")
        || reason.contains("permission denied")) {
      return new StoreFailure(
          Code.AccessDenied,
          at + ": permission denied; give this user read and write access to the folder.",
          e);
    }
    return new StoreFailure(
        Code.Unavailable,
        at + ": the disk answered '" + reason + "'; check the mount and start the run again.",
        e);
  }
}
