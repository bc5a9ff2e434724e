package io.cohortrun.workers.model.checkpoint;

import io.cohortrun.workers.model.checkpoint.PickleValue.Flag;
import io.cohortrun.workers.model.checkpoint.PickleValue.Nothing;
import io.cohortrun.workers.model.checkpoint.PickleValue.Real;
import io.cohortrun.workers.model.checkpoint.PickleValue.Row;
import io.cohortrun.workers.model.checkpoint.PickleValue.Stored;
import io.cohortrun.workers.model.checkpoint.PickleValue.Table;
import io.cohortrun.workers.model.checkpoint.PickleValue.Text;
import io.cohortrun.workers.model.checkpoint.PickleValue.Whole;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The part of pickle protocol 2 that PyTorch uses for tables of tensors, which protocol 3 writes
 * alike. Nothing is imported, built or called: every name and every opcode that is not known here
 * ends the reading.
 */
final class PickleReader {

  /** The largest integer that PyTorch writes is its magic number, of ten bytes. */
  private static final int LONGEST_INTEGER = 16;

  private final ByteBuffer in;
  private final List<PickleValue> stack = new ArrayList<>();
  private final Deque<Integer> marks = new ArrayDeque<>();
  private final Map<Integer, PickleValue> memo = new HashMap<>();
  private final Map<String, Stored> storages = new HashMap<>();

  /** Reads from the buffer's position; leaves it after the end of the pickle. */
  PickleReader(ByteBuffer in) {
    this.in = in;
  }

  /** One pickle. */
  PickleValue read() {
    boolean marked = next() == 0x80;
    int protocol = next();
    if (!marked || protocol < 2 || protocol > 3) {
      throw Refusal.unsafe(
          "its pickle is not of protocol 2 or 3, all that PyTorch's own safe reader takes;"
              + " torch.save it again without pickle_protocol");
    }
    for (int op = next(); op != '.'; op = next()) {
      step(op);
    }
    PickleValue value = pop();
    if (!stack.isEmpty() || !marks.isEmpty()) {
      throw Refusal.damaged("its pickle ends too early");
    }
    return value;
  }

  /** The storages that the pickle named, by key. */
  Map<String, Stored> storages() {
    return storages;
  }

  private void step(int op) {
    switch (op) {
      case '(' -> marks.push(stack.size());
      case 'N' -> push(new Nothing());
      case 0x88 -> push(new Flag(true));
      case 0x89 -> push(new Flag(false));
      case 'K' -> push(Whole.of(next()));
      case 'M' -> push(Whole.of(next() | next() << 8));
      case 'J' -> push(Whole.of(integer()));
      case 0x8a -> push(new Whole(big()));
      case 'G' -> push(new Real(real()));
      case 'X' -> push(new Text(text(integer())));
      case ')' -> push(new Row(List.of()));
      case 0x85 -> push(new Row(List.of(pop())));
      case 0x86 -> push(new Row(last(2)));
      case 0x87 -> push(new Row(last(3)));
      case 't' -> push(new Row(toMark()));
      case ']' -> push(new Row(new ArrayList<>()));
      case 'a' -> append(List.of(pop()));
      case 'e' -> append(toMark());
      case '}' -> push(Table.empty());
      case 's' -> put(last(2));
      case 'u' -> put(toMark());
      case 'q' -> memo.put(next(), top());
      case 'r' -> memo.put(integer(), top());
      case 'h' -> push(remembered(next()));
      case 'j' -> push(remembered(integer()));
      case 'c' -> push(TorchNames.global(line(), line()));
      case 'Q' -> push(storage(TorchNames.storage(pop())));
      case 'R' -> {
        List<PickleValue> call = last(2);
        push(TorchNames.build(call.get(0), call.get(1)));
      }
      case 'b' -> {
        PickleValue state = pop();
        TorchNames.state(top(), state);
      }
      default ->
          throw Refusal.unsafe(
              "its pickle uses %s, which a table of tensors does not need"
                  .formatted(PickleOpcodes.name(op)));
    }
  }

  private Stored storage(Stored stored) {
    Stored before = storages.putIfAbsent(stored.key(), stored);
    if (before != null && !before.equals(stored)) {
      throw Refusal.unsafe("its storage %s has two types or sizes".formatted(stored.key()));
    }
    return stored;
  }

  private void append(List<PickleValue> values) {
    if (!(top() instanceof Row row) || !(row.values() instanceof ArrayList)) {
      throw Refusal.damaged("its pickle appends to %s".formatted(top().kind()));
    }
    row.values().addAll(values);
  }

  private void put(List<PickleValue> pairs) {
    if (!(top() instanceof Table table) || pairs.size() % 2 != 0) {
      throw Refusal.damaged("its pickle sets items of %s".formatted(top().kind()));
    }
    for (int i = 0; i < pairs.size(); i += 2) {
      table.put(pairs.get(i), pairs.get(i + 1));
    }
  }

  private PickleValue remembered(int key) {
    PickleValue value = memo.get(key);
    if (value == null) {
      throw Refusal.damaged("its pickle refers to something that is not there");
    }
    return value;
  }

  private void push(PickleValue value) {
    stack.add(value);
  }

  private PickleValue top() {
    floor(1);
    return stack.getLast();
  }

  private PickleValue pop() {
    floor(1);
    return stack.removeLast();
  }

  private List<PickleValue> last(int n) {
    floor(n);
    return take(stack.size() - n);
  }

  private List<PickleValue> toMark() {
    if (marks.isEmpty()) {
      throw Refusal.damaged("its pickle lacks a mark");
    }
    return take(marks.pop());
  }

  private List<PickleValue> take(int from) {
    List<PickleValue> tail = stack.subList(from, stack.size());
    List<PickleValue> taken = List.copyOf(tail);
    tail.clear();
    return taken;
  }

  private void floor(int n) {
    if (stack.size() - (marks.isEmpty() ? 0 : marks.peek()) < n) {
      throw Refusal.damaged("its pickle takes what it has not put down");
    }
  }

  private void need(int bytes) {
    if (bytes < 0 || bytes > in.remaining()) {
      throw Refusal.damaged("its pickle is cut off: get the file again");
    }
  }

  private int next() {
    need(1);
    return in.get() & 0xFF;
  }

  private int integer() {
    need(Integer.BYTES);
    return in.order(ByteOrder.LITTLE_ENDIAN).getInt();
  }

  private double real() {
    need(Double.BYTES);
    double value = in.order(ByteOrder.BIG_ENDIAN).getDouble();
    in.order(ByteOrder.LITTLE_ENDIAN);
    return value;
  }

  private BigInteger big() {
    int bytes = next();
    if (bytes > LONGEST_INTEGER) {
      throw Refusal.unsafe("its pickle holds an integer of %d bytes".formatted(bytes));
    }
    need(bytes);
    byte[] number = new byte[bytes];
    in.get(number);
    byte[] reversed = new byte[bytes + (bytes == 0 ? 1 : 0)];
    for (int i = 0; i < bytes; i++) {
      reversed[i] = number[bytes - 1 - i];
    }
    return new BigInteger(reversed);
  }

  private String text(int bytes) {
    need(bytes);
    ByteBuffer part = in.slice(in.position(), bytes);
    in.position(in.position() + bytes);
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(part).toString();
    } catch (CharacterCodingException e) {
      throw Refusal.damaged("its pickle holds text that is not UTF-8");
    }
  }

  private String line() {
    int from = in.position();
    int to = from;
    while (to < in.limit() && in.get(to) != '\n') {
      to++;
    }
    String text = text(to - from);
    next();
    return text;
  }
}
