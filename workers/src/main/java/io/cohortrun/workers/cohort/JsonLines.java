package io.cohortrun.workers.cohort;

import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectWriter;
import io.cohortrun.workers.store.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;

/** One JSON value per line, LF at each end. */
final class JsonLines {

  private JsonLines() {}

  static <T> byte[] write(List<T> values, Class<T> type) throws IOException {
    ObjectWriter writer = Json.MAPPER.writerFor(type);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (T value : values) {
      out.write(writer.writeValueAsBytes(value));
      out.write('\n');
    }
    return out.toByteArray();
  }

  static <T> List<T> read(byte[] bytes, Class<T> type) throws IOException {
    try (MappingIterator<T> values = Json.MAPPER.readerFor(type).readValues(bytes)) {
      return values.readAll();
    }
  }
}
