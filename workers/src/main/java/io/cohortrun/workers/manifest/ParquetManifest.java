package io.cohortrun.workers.manifest;

import io.cohortrun.workers.table.BadTable;
import io.cohortrun.workers.table.TextTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A manifest that somebody wrote as Parquet; its columns may have any type that prints. */
final class ParquetManifest {

  private ParquetManifest() {}

  static TextTable read(byte[] bytes, ErrorList errors) throws IOException {
    Path file = Files.createTempFile("cohortrun-manifest", ".parquet");
    try {
      Files.write(file, bytes);
      return TextTable.parquet(file);
    } catch (BadTable e) {
      errors.file(e.getMessage());
      return new TextTable(List.of(), List.of());
    } finally {
      Files.deleteIfExists(file);
    }
  }
}
