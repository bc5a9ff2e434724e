package io.cohortrun.workflows.engine;

import io.cohortrun.workflows.contract.Budgets;
import io.cohortrun.workflows.contract.Outcome;
import io.cohortrun.workflows.contract.PartitionInput;
import io.cohortrun.workflows.contract.ShardAccount;
import io.cohortrun.workflows.contract.ShardInput;
import io.cohortrun.workflows.contract.ShardReceipt;
import io.cohortrun.workflows.contract.ShardReceipt.OpenRow;
import io.cohortrun.workflows.contract.WorkerLost;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** Pure: what the end of a try does to a shard's account, and what its next try is. */
final class Accounts {

  /** As often as this may a worker die with a row in flight before the row runs alone. */
  static final int DEATHS_BEFORE_ALONE = 3;

  /** Most rows that a try is told by number; beyond, it is told all of its shard. */
  static final int MOST_ROWS = 20;

  private Accounts() {}

  /** The account of a shard that was never tried. */
  static ShardAccount open(int shard) {
    return new ShardAccount(
        shard,
        0,
        0,
        0,
        new TreeMap<>(),
        new TreeMap<>(),
        new TreeSet<>(),
        ShardInput.WHOLE_SHARD,
        new TreeSet<>());
  }

  /** The next try of a shard. */
  static ShardInput next(ShardAccount account, PartitionInput input) {
    List<Integer> settle =
        account.failures().entrySet().stream()
            .filter(e -> e.getValue() >= input.budgets().slide())
            .map(Map.Entry::getKey)
            .toList();
    return new ShardInput(
        input.run(),
        input.partition(),
        account.shard(),
        account.tries() + 1,
        account.alone(),
        bounded(settle),
        bounded(List.copyOf(account.setAside())),
        account.shortOfMemory().stream().limit(MOST_ROWS).toList());
  }

  private static List<Integer> bounded(List<Integer> rows) {
    return rows.size() > MOST_ROWS || rows.contains(ShardInput.ALL_ROWS)
        ? List.of(ShardInput.ALL_ROWS)
        : rows;
  }

  /** Whether a receipt for the account's try leaves nothing to do. */
  static boolean done(ShardAccount account, ShardReceipt receipt) {
    return account.alone() == ShardInput.WHOLE_SHARD && receipt.open().isEmpty();
  }

  /** The account after a receipt that left rows open, or was of a suspect that ran alone. */
  static ShardAccount afterReceipt(ShardAccount a, ShardReceipt receipt, Budgets budgets) {
    SortedMap<Integer, Integer> failures = new TreeMap<>(a.failures());
    SortedSet<Integer> lostRows = new TreeSet<>();
    for (OpenRow row : receipt.open()) {
      if (row.code() == Outcome.Infrastructure) {
        lostRows.add(row.row());
      } else {
        failures.merge(row.row(), 1, Integer::sum);
      }
    }
    int lost = a.infrastructure() + (lostRows.isEmpty() ? 0 : 1);
    return new ShardAccount(
        a.shard(),
        a.tries() + 1,
        lost,
        a.model(),
        a.deaths(),
        failures,
        lost > budgets.infrastructure() ? aside(a, lostRows) : a.setAside(),
        ShardInput.WHOLE_SHARD,
        a.shortOfMemory());
  }

  /** Rows that were lost one by one are set aside; the shard's other rows have their outcomes. */
  private static SortedSet<Integer> aside(ShardAccount a, SortedSet<Integer> lostRows) {
    if (a.setAside().containsAll(lostRows)) {
      return lostRows.isEmpty() ? a.setAside() : allRows(a);
    }
    SortedSet<Integer> rows = new TreeSet<>(a.setAside());
    rows.addAll(lostRows);
    return rows;
  }

  /** The account after a try without receipt. */
  static ShardAccount afterLoss(ShardAccount a, Loss loss, Budgets budgets) {
    return switch (loss.kind()) {
      case DRAINED -> charged(a, a.infrastructure(), a.model());
      case MODEL -> charged(a, a.infrastructure(), a.model() + 1);
      case INFRASTRUCTURE -> spentOr(charged(a, a.infrastructure() + 1, a.model()), budgets);
      case DEATH -> afterDeath(a, loss, budgets);
    };
  }

  /** Whether the model was refused more often than the budget allows. */
  static boolean modelSpent(ShardAccount account, Budgets budgets) {
    return account.model() > budgets.model();
  }

  /**
   * Whether even the try that only records what is left was lost: the partition's last step records
   * the rows instead.
   */
  static boolean givenUp(ShardAccount before, ShardAccount after) {
    return before.setAside().contains(ShardInput.ALL_ROWS)
        && after.infrastructure() > before.infrastructure();
  }

  private static ShardAccount afterDeath(ShardAccount a, Loss loss, Budgets budgets) {
    int suspect = a.alone() == ShardInput.WHOLE_SHARD ? loss.row() : a.alone();
    ShardAccount charged = charged(a, a.infrastructure() + 1, a.model());
    if (suspect == ShardInput.WHOLE_SHARD) {
      return spentOr(charged, budgets);
    }
    ShardAccount suspected = died(charged, suspect, loss.word());
    int times = suspected.deaths().get(suspect);
    if (a.alone() == suspect) {
      // The slide is to blame, not the workers: the shard gets its losses back.
      SortedSet<Integer> setAside = new TreeSet<>(a.setAside());
      setAside.add(suspect);
      int refunded = Math.max(0, suspected.infrastructure() - times);
      return with(suspected, refunded, setAside, ShardInput.WHOLE_SHARD);
    }
    return times >= DEATHS_BEFORE_ALONE
        ? with(suspected, suspected.infrastructure(), suspected.setAside(), suspect)
        : spentOr(suspected, budgets);
  }

  /** The account after a worker died with {@code row} in flight; only its last death says why. */
  private static ShardAccount died(ShardAccount a, int row, String word) {
    SortedMap<Integer, Integer> deaths = new TreeMap<>(a.deaths());
    deaths.merge(row, 1, Integer::sum);
    SortedSet<Integer> shortOfMemory = new TreeSet<>(a.shortOfMemory());
    if (WorkerLost.OOM_KILLED.equals(word)) {
      shortOfMemory.add(row);
    } else {
      shortOfMemory.remove(row);
    }
    return new ShardAccount(
        a.shard(),
        a.tries(),
        a.infrastructure(),
        a.model(),
        deaths,
        a.failures(),
        a.setAside(),
        a.alone(),
        shortOfMemory);
  }

  private static ShardAccount spentOr(ShardAccount a, Budgets budgets) {
    return a.infrastructure() > budgets.infrastructure()
        ? with(a, a.infrastructure(), allRows(a), ShardInput.WHOLE_SHARD)
        : a;
  }

  private static SortedSet<Integer> allRows(ShardAccount a) {
    SortedSet<Integer> rows = new TreeSet<>(a.setAside());
    rows.add(ShardInput.ALL_ROWS);
    return rows;
  }

  private static ShardAccount charged(ShardAccount a, int infrastructure, int model) {
    return new ShardAccount(
        a.shard(),
        a.tries() + 1,
        infrastructure,
        model,
        a.deaths(),
        a.failures(),
        a.setAside(),
        a.alone(),
        a.shortOfMemory());
  }

  private static ShardAccount with(
      ShardAccount a, int infrastructure, SortedSet<Integer> setAside, int alone) {
    return new ShardAccount(
        a.shard(),
        a.tries(),
        infrastructure,
        a.model(),
        a.deaths(),
        a.failures(),
        setAside,
        alone,
        a.shortOfMemory());
  }
}
