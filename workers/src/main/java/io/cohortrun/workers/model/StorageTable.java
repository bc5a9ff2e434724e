package io.cohortrun.workers.model;

import io.cohortrun.workers.model.ModelRejected.Code;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Which storages a TorchScript archive's pickle names, found by walking its opcodes: nothing is
 * built, called or looked up.
 */
final class StorageTable {

  /**
   * One reference to a storage.
   *
   * @param type e.g. {@code torch.FloatStorage}
   * @param key entry of the archive's folder
   */
  record Storage(String type, String key) {}

  private final ByteBuffer in;
  private final Map<Integer, String> memo = new HashMap<>();
  private final List<Storage> found = new ArrayList<>();

  /** Strings and names since the last mark: the five of a storage, where a reference follows. */
  private final List<String> since = new ArrayList<>();

  private String last = "";

  private StorageTable(byte[] pickle) {
    this.in = ByteBuffer.wrap(pickle).order(ByteOrder.LITTLE_ENDIAN);
  }

  /** All references, in order. */
  static List<Storage> of(byte[] pickle) {
    StorageTable table = new StorageTable(pickle);
    try {
      while (table.in.hasRemaining()) {
        table.step();
      }
      return table.found;
    } catch (BufferUnderflowException | IllegalArgumentException e) {
      throw unknown("it is cut off", e);
    }
  }

  private void step() {
    int op = in.get() & 0xFF;
    switch (op) {
      case '(' -> since.clear();
      case 'c' -> push(line() + "." + line());
      case 'X', 'T' -> push(text(in.getInt()));
      case 'U', 0x8C -> push(text(in.get() & 0xFF));
      case 'q' -> memo.put(in.get() & 0xFF, last);
      case 'r' -> memo.put(in.getInt(), last);
      case 'h' -> push(memo.getOrDefault(in.get() & 0xFF, ""));
      case 'j' -> push(memo.getOrDefault(in.getInt(), ""));
      case 'Q' -> storage();
      case 0x80, 'K' -> in.get();
      case 'M' -> in.getShort();
      case 'J' -> in.getInt();
      case 'G' -> in.getLong();
      case 0x8A -> in.position(in.position() + 1 + (in.get(in.position()) & 0xFF));
      // Neither names nor data: they build what is never built here.
      case '}',
          ']',
          ')',
          'N',
          0x88,
          0x89,
          't',
          0x85,
          0x86,
          0x87,
          'e',
          'a',
          'u',
          's',
          'R',
          'b',
          0x81,
          '.' ->
          last = "";
      default -> throw unknown("opcode %#x stands in it".formatted(op), null);
    }
  }

  private void push(String text) {
    last = text;
    since.add(text);
  }

  private void storage() {
    if (since.size() < 4 || !since.getFirst().equals("storage")) {
      throw unknown("a reference in it is not one to a storage", null);
    }
    found.add(new Storage(since.get(1), since.get(2)));
    last = "";
  }

  private String line() {
    StringBuilder line = new StringBuilder();
    for (int c = in.get(); c != '\n'; c = in.get()) {
      line.append((char) (c & 0xFF));
    }
    return line.toString();
  }

  private String text(int length) {
    byte[] bytes = new byte[length < 0 || length > in.remaining() ? 0 : length];
    if (bytes.length != length) {
      throw unknown("it is cut off", null);
    }
    in.get(bytes);
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private static ModelRejected unknown(String why, Exception cause) {
    return new ModelRejected(
        Code.PrecisionNotAdmitted,
        "the network cannot be cast, because the table of its tensors is not understood (%s); use fp32"
            .formatted(why),
        cause);
  }
}
