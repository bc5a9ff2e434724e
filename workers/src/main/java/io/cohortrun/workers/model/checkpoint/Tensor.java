package io.cohortrun.workers.model.checkpoint;

import java.util.List;

/**
 * Where a tensor's elements lie; nothing is read until they are asked for.
 *
 * @param type of its elements
 * @param shape sides, outermost first; empty for a single number
 * @param strides elements between neighbours, per side
 * @param offset of the first element in the storage, in elements
 * @param storage key of the storage, which several tensors may share
 */
public record Tensor(
    ElementType type, List<Long> shape, List<Long> strides, long offset, String storage) {

  /** More sides than any weight has. */
  private static final int MOST_SIDES = 8;

  /**
   * Checks that it lies within its storage.
   *
   * @param elements of the storage
   */
  static Tensor within(
      ElementType type,
      List<Long> shape,
      List<Long> strides,
      long offset,
      String storage,
      long elements) {
    if (shape.size() != strides.size() || shape.size() > MOST_SIDES) {
      throw Refusal.damaged("a tensor has shape %s and strides %s".formatted(shape, strides));
    }
    long count = 1;
    long last = offset;
    try {
      for (int i = 0; i < shape.size(); i++) {
        if (shape.get(i) < 0 || strides.get(i) < 0 || offset < 0) {
          throw Refusal.damaged("a tensor has shape %s and strides %s".formatted(shape, strides));
        }
        count = Math.multiplyExact(count, shape.get(i));
        last =
            Math.addExact(last, Math.multiplyExact(Math.max(0, shape.get(i) - 1), strides.get(i)));
      }
    } catch (ArithmeticException e) {
      throw Refusal.damaged("a tensor has the absurd shape %s".formatted(shape));
    }
    if (offset >= 0 && count > elements && last < elements) {
      throw Refusal.damaged(
          "a tensor of shape %s repeats the elements of its storage %s, which has %d; save a"
                  .formatted(shape, storage, elements)
              + " contiguous copy of it");
    }
    if (offset < 0 || count > elements || (count > 0 && last >= elements)) {
      throw Refusal.damaged(
          "a tensor of shape %s reaches beyond its storage %s of %d elements"
              .formatted(shape, storage, elements));
    }
    return new Tensor(type, List.copyOf(shape), List.copyOf(strides), offset, storage);
  }

  /** Number of elements. */
  public long size() {
    return shape.stream().reduce(1L, Math::multiplyExact);
  }

  /** Elements of the storage from the first that is used to the last. */
  long span() {
    long last = 0;
    for (int i = 0; i < shape.size(); i++) {
      last += (shape.get(i) - 1) * strides.get(i);
    }
    return size() == 0 ? 0 : last + 1;
  }
}
