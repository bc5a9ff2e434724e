package io.cohortrun.workers.model.checkpoint;

import io.cohortrun.workers.model.checkpoint.PickleValue.Table;
import io.cohortrun.workers.model.checkpoint.PickleValue.Weights;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds the named tensors in the outermost value, in the spellings that people save. */
final class StateDict {

  /** What training scripts put the state dict under, beside an epoch or a score. */
  private static final List<String> WRAPPERS = List.of("state_dict", "model_state_dict", "model");

  /** What DataParallel and torch.compile put before every name, one around the other. */
  private static final Pattern PREFIX = Pattern.compile("(?:module\\.|_orig_mod\\.){0,4}");

  private static final Pattern NAME = Pattern.compile("[!-~]{1,256}");

  private StateDict() {}

  /** Tensors by name, as the network called them: without wrapper, and without common prefix. */
  static SequencedMap<String, Tensor> of(PickleValue root) {
    if (!(root instanceof Table table)) {
      throw Refusal.unsafe("it holds %s, not a dict of tensors".formatted(root.kind()));
    }
    SequencedMap<String, Tensor> tensors = new LinkedHashMap<>();
    table(table).values().forEach((name, value) -> tensors.put(name, tensor(name, value)));
    if (tensors.isEmpty()) {
      throw Refusal.damaged("it holds no tensors");
    }
    Matcher first = PREFIX.matcher(tensors.firstEntry().getKey());
    String prefix = first.lookingAt() ? first.group() : "";
    if (!tensors.keySet().stream().allMatch(n -> n.startsWith(prefix))) {
      return tensors;
    }
    SequencedMap<String, Tensor> stripped = new LinkedHashMap<>();
    tensors.forEach((name, tensor) -> stripped.put(name.substring(prefix.length()), tensor));
    return stripped;
  }

  private static Table table(Table root) {
    for (String wrapper : WRAPPERS) {
      if (root.values().get(wrapper) instanceof Table inner) {
        checkBeside(root, wrapper, inner);
        return inner;
      }
    }
    return root;
  }

  private static void checkBeside(Table root, String wrapper, Table inner) {
    for (Map.Entry<String, PickleValue> beside : root.values().entrySet()) {
      PickleValue value = beside.getValue();
      if (value != inner && !value.isScalar()) {
        throw Refusal.unsafe(
            "beside %s it holds %s called '%s'; save the state dict alone"
                .formatted(wrapper, value.kind(), beside.getKey()));
      }
    }
  }

  private static Tensor tensor(String name, PickleValue value) {
    if (!(value instanceof Weights weights)) {
      throw Refusal.unsafe("its '%s' is %s, not a tensor".formatted(name, value.kind()));
    }
    if (!NAME.matcher(name).matches()) {
      throw Refusal.unsafe("its tensor '%s' has a name that no network gives".formatted(name));
    }
    return weights.tensor();
  }
}
