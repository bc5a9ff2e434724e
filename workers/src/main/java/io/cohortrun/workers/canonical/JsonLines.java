package io.cohortrun.workers.canonical;

import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;

/** One JSON value per line, LF at each end. */
public final class JsonLines {

  private JsonLines() {}

  /** Writes values in order. */
  public static <T> byte[] write(List<T> values, Class<T> type) throws IOException {
    ObjectWriter writer = Json.MAPPER.writerFor(type);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (T value : values) {
      out.write(writer.writeValueAsBytes(value));
      out.write('\n');
    }
    return out.toByteArray();
  }

  /** Reads all values. */
  public static <T> List<T> read(byte[] bytes, Class<T> type) throws IOException {
    try (MappingIterator<T> values = Json.MAPPER.readerFor(type).readValues(bytes)) {
      return values.readAll();
    }
  }
}
