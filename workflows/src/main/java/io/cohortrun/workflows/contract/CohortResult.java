package io.cohortrun.workflows.contract;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How a run ended.
 *
 * @param state Complete, OverBudget, NotValidated, Cancelled or Preflighted
 * @param rows manifest rows; equals the sum over {@code ledger}, but for Preflighted
 * @param ledger outcome to number of rows; outcomes without rows are absent; empty for Preflighted
 * @param examples of the {@value #MOST_EXAMPLES} most frequent failures, the first row that has
 *     each; null in results of earlier releases
 * @param digest sha256 of {@code run.json}, hex; of {@code validation.json} for NotValidated, of
 *     the plan for Preflighted
 * @param validation what its checks came to; null where it was not validated
 */
public record CohortResult(
    State state,
    int rows,
    SortedMap<Outcome, Integer> ledger,
    SortedMap<Outcome, Integer> examples,
    String digest,
    ValidationResult validation) {

  /** Most failures that a result gives an example of, so that it stays under 1 KB. */
  public static final int MOST_EXAMPLES = 5;

  /** Failures, the most frequent first; of those as frequent, in the order of their checks. */
  public static List<Outcome> mostFrequent(SortedMap<Outcome, Integer> ledger) {
    return ledger.entrySet().stream()
        .filter(e -> e.getKey().isFailure())
        .sorted(Map.Entry.comparingByValue(Comparator.reverseOrder()))
        .limit(MOST_EXAMPLES)
        .map(Map.Entry::getKey)
        .toList();
  }

  /** Of a run without failures, that was not validated. */
  public CohortResult(State state, int rows, SortedMap<Outcome, Integer> ledger, String digest) {
    this(state, rows, ledger, new TreeMap<>(), digest, null);
  }

  /** Terminal state of a run. */
  public enum State {
    Complete,
    /** All slides have their outcome, but more failed than the budget allows. */
    OverBudget,
    /** A check failed that stops publication: there is no {@code run.json}. */
    NotValidated,
    Cancelled,
    Preflighted
  }
}
