package io.cohortrun.workflows.engine;

import io.cohortrun.workflows.contract.Outcome;
import io.cohortrun.workflows.contract.Tally;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;

/** What fake activities leave behind: one outcome per row, and the plan. */
final class FakeStore {

  /** Partition, shard, row. */
  final List<List<List<Integer>>> plan;

  final Map<Integer, Outcome> outcomes = new ConcurrentHashMap<>();

  FakeStore(List<List<List<Integer>>> plan) {
    this.plan = plan;
  }

  /** Partitions of {@code shards} shards of {@code slides} slides each. */
  static FakeStore of(int partitions, int shards, int slides) {
    return new FakeStore(
        IntStream.range(0, partitions)
            .mapToObj(
                p ->
                    IntStream.range(0, shards)
                        .mapToObj(
                            s ->
                                IntStream.range(0, slides)
                                    .mapToObj(i -> (p * shards + s) * slides + i)
                                    .toList())
                        .toList())
            .toList());
  }

  List<Integer> rows(int partition) {
    return plan.get(partition).stream().flatMap(List::stream).toList();
  }

  int rows() {
    return IntStream.range(0, plan.size()).map(p -> rows(p).size()).sum();
  }

  SortedMap<Outcome, Integer> ledger() {
    SortedMap<Outcome, Integer> ledger = new TreeMap<>();
    outcomes.values().forEach(o -> ledger.merge(o, 1, Integer::sum));
    return ledger;
  }

  Tally tally(List<Integer> rows) {
    SortedMap<Integer, Outcome> ended = new TreeMap<>();
    rows.stream().filter(outcomes::containsKey).forEach(r -> ended.put(r, outcomes.get(r)));
    return Tally.ofRows(ended);
  }

  int failed(List<Integer> rows) {
    return (int) rows.stream().map(outcomes::get).filter(o -> o != null && o.isFailure()).count();
  }
}
