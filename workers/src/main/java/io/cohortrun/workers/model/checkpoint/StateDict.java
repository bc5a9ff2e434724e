package io.cohortrun.workers.model.checkpoint;

import io.cohortrun.workers.model.checkpoint.PickleValue.Table;
import io.cohortrun.workers.model.checkpoint.PickleValue.Weights;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;

/** Finds the named tensors in the outermost value, in the spellings that people save. */
final class StateDict {

  private static final String WRAPPER = "state_dict";
  private static final String MODULE = "module.";

  private StateDict() {}

  /** Tensors by name; a {@code state_dict} wrapper and a {@code module.} prefix are taken off. */
  static SequencedMap<String, Tensor> of(PickleValue root) {
    if (!(root instanceof Table table)) {
      throw Refusal.unsafe("it holds %s, not a dict of tensors".formatted(root.kind()));
    }
    SequencedMap<String, Tensor> tensors = new LinkedHashMap<>();
    table(table).values().forEach((name, value) -> tensors.put(name, tensor(name, value)));
    if (tensors.isEmpty()) {
      throw Refusal.damaged("it holds no tensors");
    }
    if (!tensors.keySet().stream().allMatch(n -> n.startsWith(MODULE))) {
      return tensors;
    }
    SequencedMap<String, Tensor> stripped = new LinkedHashMap<>();
    tensors.forEach((name, tensor) -> stripped.put(name.substring(MODULE.length()), tensor));
    return stripped;
  }

  private static Table table(Table root) {
    if (!(root.values().get(WRAPPER) instanceof Table inner)) {
      return root;
    }
    for (Map.Entry<String, PickleValue> beside : root.values().entrySet()) {
      PickleValue value = beside.getValue();
      if (value != inner && !value.isScalar()) {
        throw Refusal.unsafe(
            "beside state_dict it holds %s called '%s'; save the state_dict alone"
                .formatted(value.kind(), beside.getKey()));
      }
    }
    return inner;
  }

  private static Tensor tensor(String name, PickleValue value) {
    if (value instanceof Weights weights) {
      return weights.tensor();
    }
    throw Refusal.unsafe("its '%s' is %s, not a tensor".formatted(name, value.kind()));
  }
}
