package io.cohortrun.workers.model.checkpoint;

import java.math.BigInteger;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/** All that a pickle may hold here. None of it can do anything. */
sealed interface PickleValue {

  /** What it is called in a refusal. */
  String kind();

  /** Whether it is text, a number, a truth value or {@code None}: nothing that holds a tensor. */
  default boolean isScalar() {
    return this instanceof Text
        || this instanceof Whole
        || this instanceof Real
        || this instanceof Flag
        || this instanceof Nothing;
  }

  /** A string. */
  record Text(String text) implements PickleValue {
    @Override
    public String kind() {
      return "a string";
    }
  }

  /** An integer. */
  record Whole(BigInteger number) implements PickleValue {
    @Override
    public String kind() {
      return "a number";
    }

    static Whole of(long number) {
      return new Whole(BigInteger.valueOf(number));
    }
  }

  /** A floating-point number. */
  record Real(double number) implements PickleValue {
    @Override
    public String kind() {
      return "a number";
    }
  }

  /** {@code True} or {@code False}. */
  record Flag(boolean set) implements PickleValue {
    @Override
    public String kind() {
      return "a truth value";
    }
  }

  /** {@code None}. */
  record Nothing() implements PickleValue {
    @Override
    public String kind() {
      return "None";
    }
  }

  /** A tuple or a list. */
  record Row(List<PickleValue> values) implements PickleValue {
    @Override
    public String kind() {
      return "a list";
    }
  }

  /** A plain or ordered dict with strings as keys. */
  record Table(SequencedMap<String, PickleValue> values) implements PickleValue {
    static Table empty() {
      return new Table(new LinkedHashMap<>());
    }

    @Override
    public String kind() {
      return "a dict";
    }

    void put(PickleValue key, PickleValue value) {
      if (!(key instanceof Text name)) {
        throw Refusal.unsafe("a dict of it has %s as a key, not a string".formatted(key.kind()));
      }
      if (values.putIfAbsent(name.text(), value) != null) {
        throw Refusal.unsafe("it holds '%s' twice".formatted(name.text()));
      }
    }
  }

  /** One of the few functions and classes that are known; it is compared, never called. */
  record Global(String name) implements PickleValue {
    @Override
    public String kind() {
      return name;
    }
  }

  /** A reference to raw elements elsewhere in the file. */
  record Stored(ElementType type, String key, long elements) implements PickleValue {
    @Override
    public String kind() {
      return "a storage";
    }
  }

  /** A tensor. */
  record Weights(Tensor tensor) implements PickleValue {
    @Override
    public String kind() {
      return "a tensor";
    }
  }
}
