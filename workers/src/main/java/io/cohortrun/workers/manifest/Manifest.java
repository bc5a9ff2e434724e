package io.cohortrun.workers.manifest;

import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.SequenceWriter;
import io.cohortrun.workers.canonical.Json;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeSet;

/**
 * A checked cohort.
 *
 * @param rows row i has number i
 */
public record Manifest(List<ManifestRow> rows) {

  /** Copies. */
  public Manifest {
    rows = List.copyOf(rows);
  }

  /** Names of the attribute columns with at least one value, sorted. */
  public List<String> attributeColumns() {
    TreeSet<String> names = new TreeSet<>();
    rows.forEach(row -> names.addAll(row.attributes().keySet()));
    return List.copyOf(names);
  }

  /**
   * sha256 of the canonical text, hex: one line of JSON per row, in order, ended by LF, UTF-8,
   * without spaces; members {@code row, slideId, patientId, uri, mpp, exclude, roi, attributes} in
   * this order, {@code null} where a cell is empty, attributes sorted by name and only those with a
   * value, URIs absolute. So separator, quoting, BOM, line ends, order of the columns and blank
   * rows do not change it; any value does.
   */
  public String digest() {
    MessageDigest sha256;
    try {
      sha256 = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
    ObjectWriter lines = Json.MAPPER.writerFor(ManifestRow.class).withRootValueSeparator("\n");
    try (var out = new DigestOutputStream(OutputStream.nullOutputStream(), sha256);
        SequenceWriter writer = lines.writeValues(out)) {
      for (ManifestRow row : rows) {
        writer.write(row);
      }
      writer.flush();
      out.write('\n');
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return HexFormat.of().formatHex(sha256.digest());
  }
}
