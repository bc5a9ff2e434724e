package io.cohortrun.workers.model.imported;

import io.cohortrun.workers.model.ModelRejected;
import io.cohortrun.workers.model.ModelRejected.Code;
import io.cohortrun.workers.model.checkpoint.Checkpoint;
import io.cohortrun.workers.model.checkpoint.Tensor;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;

/** The tensors of a checkpoint that fits its architecture; each is taken once. */
final class Weights {

  /** More are not named one by one. */
  private static final int MOST_NAMED = 12;

  private final Checkpoint checkpoint;
  private final Map<String, Tensor> left = new LinkedHashMap<>();

  private Weights(Checkpoint checkpoint) {
    this.checkpoint = checkpoint;
  }

  /**
   * Checks names, shapes, types and values.
   *
   * @throws ModelRejected {@code TensorMismatch}: names what is missing, left over, misshapen or
   *     not finite
   */
  static Weights of(Checkpoint checkpoint, Architecture architecture) throws IOException {
    Weights weights = new Weights(checkpoint);
    List<String> wrong = new ArrayList<>();
    Set<String> all = checkpoint.tensors().keySet();
    for (Map.Entry<String, Tensor> e : checkpoint.tensors().entrySet()) {
      String name = architecture.known(e.getKey(), all);
      if (weights.left.put(name, e.getValue()) != null) {
        wrong.add(name + " is there in two spellings");
      }
    }
    SequencedMap<String, List<Long>> expected = architecture.expected(all);
    expected.forEach((name, shape) -> check(name, shape, weights.left.get(name), wrong));
    Map<String, List<Long>> ignored = architecture.ignored();
    weights.left.forEach(
        (name, tensor) -> {
          if (ignored.containsKey(name)) {
            checkShape(name, ignored.get(name), tensor, wrong);
          } else if (!expected.containsKey(name)) {
            wrong.add(name + " is left over");
          }
        });
    reject(wrong, architecture, all);
    for (Map.Entry<String, Tensor> e : weights.left.entrySet()) {
      checkFinite(e.getKey(), checkpoint.values(e.getValue()), wrong);
    }
    reject(wrong, architecture, all);
    weights.left.keySet().removeAll(ignored.keySet());
    return weights;
  }

  private static void check(String name, List<Long> shape, Tensor found, List<String> wrong) {
    if (found == null) {
      wrong.add(name + " is missing");
    } else if (checkShape(name, shape, found, wrong) && !found.type().real()) {
      wrong.add("%s has the type %s, not one of real numbers".formatted(name, found.type()));
    }
  }

  private static boolean checkShape(
      String name, List<Long> shape, Tensor found, List<String> wrong) {
    boolean fits = found.shape().equals(shape);
    if (!fits) {
      wrong.add("%s has the shape %s, not %s".formatted(name, found.shape(), shape));
    }
    return fits;
  }

  private static void checkFinite(String name, double[] values, List<String> wrong) {
    for (int i = 0; i < values.length; i++) {
      if (!Double.isFinite(values[i])) {
        wrong.add("%s is %s at element %d".formatted(name, values[i], i));
        return;
      }
      if (values[i] < 0 && name.endsWith(".running_var")) {
        wrong.add("%s is negative at element %d".formatted(name, i));
        return;
      }
    }
  }

  private static void reject(List<String> wrong, Architecture architecture, Set<String> all) {
    if (!wrong.isEmpty()) {
      int more = wrong.size() - MOST_NAMED;
      throw new ModelRejected(
          Code.TensorMismatch,
          "the checkpoint is not one of %s: %s%s"
              .formatted(
                  architecture.id(),
                  String.join("; ", wrong.subList(0, Math.min(MOST_NAMED, wrong.size()))),
                  (more > 0 ? "; and %d more".formatted(more) : "") + hint(architecture, all)));
    }
  }

  /** Where no name fits it is another network, or another spelling. */
  private static String hint(Architecture architecture, Set<String> all) {
    if (knows(architecture, all)) {
      return "";
    }
    return Architecture.ALL.stream()
        .filter(other -> knows(other, all))
        .findFirst()
        .map(other -> ". Its names are those of %1$s: give --arch %1$s".formatted(other.id()))
        .orElse(". It has none of the names, its first is %s".formatted(all.iterator().next()));
  }

  private static boolean knows(Architecture architecture, Set<String> all) {
    Set<String> expected = architecture.expected(all).keySet();
    return all.stream().anyMatch(name -> expected.contains(architecture.known(name, all)));
  }

  /** Elements of a tensor, outermost side first; it cannot be taken again. */
  double[] take(String name) throws IOException {
    Tensor tensor = left.remove(name);
    if (tensor == null) {
      throw new IllegalStateException(name + " is taken twice");
    }
    return checkpoint.values(tensor);
  }

  /** Whether a tensor is there that was not taken. */
  boolean has(String name) {
    return left.containsKey(name);
  }

  /** What nobody took: a mistake of the architecture. */
  Set<String> left() {
    return left.keySet();
  }
}
