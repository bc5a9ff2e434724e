package io.cohortrun.workers.model.imported;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;

/** A published network: the tensors of its checkpoints, and how they become our template's. */
public sealed interface Architecture permits GigaTime, GigaTimeFlash {

  /** All that can be imported. */
  List<Architecture> ALL = List.of(new GigaTime(), new GigaTimeFlash());

  /** By {@link #id}. */
  static Optional<Architecture> of(String id) {
    return ALL.stream().filter(a -> a.id().equals(id)).findFirst();
  }

  /** Name on the command line, of the template's files, and of bundles: {@code gigatime}. */
  String id();

  /** Name for people: {@code GigaTIME}. */
  String title();

  /**
   * The name under which a tensor is known here, whatever the spelling in the checkpoint.
   *
   * @param name as in the checkpoint
   * @param all names in the checkpoint
   */
  String known(String name, Set<String> all);

  /**
   * Tensors that a checkpoint must have, as {@link #known}, with their shapes.
   *
   * @param all names in the checkpoint
   */
  SequencedMap<String, List<Long>> expected(Set<String> all);

  /** Tensors that a checkpoint may have and that the network does not use, with their shapes. */
  Map<String, List<Long>> ignored();

  /**
   * Folds a checkpoint.
   *
   * @return the template's tensors by name, contiguous
   * @throws IOException the checkpoint cannot be read
   */
  Map<String, double[]> fold(Weights weights) throws IOException;
}
