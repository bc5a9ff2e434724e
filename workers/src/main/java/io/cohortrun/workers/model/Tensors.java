package io.cohortrun.workers.model;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.Parameter;
import ai.djl.util.Pair;
import io.cohortrun.workers.canonical.Sha256;
import io.cohortrun.workers.model.ModelRejected.Code;
import java.util.Locale;
import java.util.SortedMap;
import java.util.StringJoiner;
import java.util.TreeMap;

/** Strict load: the tensors of the loaded network are exactly those of {@code bundle.json}. */
final class Tensors {

  /** Begins the names of tensors in {@link Bundle#digests}. */
  static final String PREFIX = "tensor:";

  private Tensors() {}

  /** Type, shape and sha256 of each tensor, by prefixed name. */
  static SortedMap<String, String> of(Iterable<Pair<String, Parameter>> parameters) {
    SortedMap<String, String> found = new TreeMap<>();
    for (Pair<String, Parameter> p : parameters) {
      NDArray array = p.getValue().getArray();
      StringJoiner shape = new StringJoiner(",", "[", "]");
      for (long side : array.getShape().getShape()) {
        shape.add(Long.toString(side));
      }
      String type = array.getDataType().name().toLowerCase(Locale.ROOT);
      byte[] bytes = new byte[array.toByteBuffer().remaining()];
      array.toByteBuffer().get(bytes);
      found.put(PREFIX + p.getKey(), "%s%s %s".formatted(type, shape, Sha256.of(bytes)));
    }
    return found;
  }

  /**
   * Compares.
   *
   * @param said digests of {@code bundle.json}
   * @throws ModelRejected names every tensor that is missing, left over or changed
   */
  static void check(String id, SortedMap<String, String> said, SortedMap<String, String> found) {
    StringJoiner wrong = new StringJoiner("; ");
    said.forEach(
        (name, digest) -> {
          String other = found.get(name);
          if (name.startsWith(PREFIX) && !digest.equals(other)) {
            wrong.add(
                name.substring(PREFIX.length())
                    + (other == null
                        ? " is missing"
                        : " differs (%s, not %s)".formatted(kind(other), kind(digest))));
          }
        });
    found.forEach(
        (name, digest) -> {
          if (!said.containsKey(name)) {
            wrong.add(name.substring(PREFIX.length()) + " is left over");
          }
        });
    if (wrong.length() > 0) {
      throw new ModelRejected(
          Code.TensorMismatch,
          "the network of bundle %s is not the one that it describes: %s".formatted(id, wrong));
    }
  }

  private static String kind(String digest) {
    return digest.substring(0, digest.indexOf(' ') + 9);
  }
}
