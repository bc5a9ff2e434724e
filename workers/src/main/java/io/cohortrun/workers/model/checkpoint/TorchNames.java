package io.cohortrun.workers.model.checkpoint;

import io.cohortrun.workers.model.checkpoint.PickleValue.Flag;
import io.cohortrun.workers.model.checkpoint.PickleValue.Global;
import io.cohortrun.workers.model.checkpoint.PickleValue.Nothing;
import io.cohortrun.workers.model.checkpoint.PickleValue.Row;
import io.cohortrun.workers.model.checkpoint.PickleValue.Stored;
import io.cohortrun.workers.model.checkpoint.PickleValue.Table;
import io.cohortrun.workers.model.checkpoint.PickleValue.Text;
import io.cohortrun.workers.model.checkpoint.PickleValue.Weights;
import io.cohortrun.workers.model.checkpoint.PickleValue.Whole;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The few names in pickles of PyTorch that stand for tensors and dicts, and what they mean. */
final class TorchNames {

  private static final String DICT = "collections.OrderedDict";
  private static final String TENSOR = "torch._utils._rebuild_tensor_v2";
  private static final String PARAMETER = "torch._utils._rebuild_parameter";
  private static final String TORCH = "torch.";
  private static final String METADATA = "_metadata";

  private TorchNames() {}

  /** A name that a pickle wants to import. */
  static Global global(String module, String name) {
    String whole = module + "." + name;
    boolean known =
        whole.equals(DICT)
            || whole.equals(TENSOR)
            || whole.equals(PARAMETER)
            || (module.equals("torch") && ElementType.ofTorch(name).isPresent());
    if (!known) {
      throw Refusal.unsafe(
          "it wants to use %s, which a table of tensors does not need; nothing of it was run"
              .formatted(whole));
    }
    return new Global(whole);
  }

  /** What a persistent id stands for: ('storage', type, key, place, elements[, no view]). */
  static Stored storage(PickleValue id) {
    List<PickleValue> parts = id instanceof Row row ? row.values() : List.of();
    if ((parts.size() == 5 || (parts.size() == 6 && parts.get(5) instanceof Nothing))
        && parts.get(0).equals(new Text("storage"))
        && parts.get(1) instanceof Global global
        && parts.get(2) instanceof Text key
        && parts.get(3) instanceof Text
        && global.name().startsWith(TORCH)) {
      Optional<ElementType> element = ElementType.ofTorch(global.name().substring(TORCH.length()));
      long elements = number(parts.get(4));
      if (element.isPresent() && elements >= 0) {
        return new Stored(element.get(), key.text(), elements);
      }
    }
    throw Refusal.damaged("its pickle names a storage in an unknown way");
  }

  /** What a call stands for. */
  static PickleValue build(PickleValue function, PickleValue arguments) {
    if (!(arguments instanceof Row row)) {
      throw Refusal.damaged("its pickle calls %s without arguments".formatted(function.kind()));
    }
    List<PickleValue> args = row.values();
    if (function.equals(new Global(DICT)) && args.isEmpty()) {
      return Table.empty();
    }
    if (function.equals(new Global(TENSOR))) {
      return tensor(args);
    }
    if (function.equals(new Global(PARAMETER))) {
      return parameter(args);
    }
    throw Refusal.unsafe(
        "it wants to call %s, which a table of tensors does not need".formatted(function.kind()));
  }

  private static Weights tensor(List<PickleValue> args) {
    if (args.size() == 6
        && args.get(0) instanceof Stored stored
        && args.get(2) instanceof Row shape
        && args.get(3) instanceof Row strides
        && args.get(4) instanceof Flag
        && isEmptyDict(args.get(5))) {
      return new Weights(
          Tensor.within(
              stored.type(),
              shape.values().stream().map(TorchNames::number).toList(),
              strides.values().stream().map(TorchNames::number).toList(),
              number(args.get(1)),
              stored.key(),
              stored.elements()));
    }
    throw Refusal.unsafe("its pickle describes a tensor in an unknown way");
  }

  /** A tensor and whether it is trained, which is not asked here. */
  private static PickleValue parameter(List<PickleValue> args) {
    if (args.size() == 3
        && args.get(0) instanceof Weights tensor
        && args.get(1) instanceof Flag
        && isEmptyDict(args.get(2))) {
      return tensor;
    }
    throw Refusal.unsafe("its pickle describes a parameter in an unknown way");
  }

  /** Hooks are code, and there must be none. */
  private static boolean isEmptyDict(PickleValue hooks) {
    return hooks instanceof Table table && table.values().isEmpty();
  }

  /**
   * State given to a built object: an ordered dict may carry {@code _metadata}, which is dropped:
   * for each module a dict of versions and flags. A tensor in it would be one that nobody asked of.
   */
  static void state(PickleValue of, PickleValue state) {
    if (!(of instanceof Table)
        || !(state instanceof Table given)
        || !given.values().keySet().equals(Set.of(METADATA))) {
      throw Refusal.unsafe("its pickle sets the state of %s".formatted(of.kind()));
    }
    if (!(given.values().get(METADATA) instanceof Table modules)) {
      throw Refusal.unsafe("its %s is not a dict".formatted(METADATA));
    }
    modules
        .values()
        .forEach(
            (module, about) -> {
              if (!(about instanceof Table facts)
                  || !facts.values().values().stream().allMatch(PickleValue::isScalar)) {
                throw Refusal.unsafe(
                    "its %s has more than numbers and text for '%s'".formatted(METADATA, module));
              }
            });
  }

  private static long number(PickleValue value) {
    if (value instanceof Whole whole && whole.number().bitLength() < 63) {
      return whole.number().longValue();
    }
    throw Refusal.damaged("its pickle has %s where a size belongs".formatted(value.kind()));
  }
}
