package io.cohortrun.workflows.contract;

import java.util.SortedMap;

/**
 * How a run ended.
 *
 * @param state Complete, OverBudget, NotValidated, Cancelled or Preflighted
 * @param rows manifest rows; equals the sum over {@code ledger}, but for Preflighted
 * @param ledger outcome to number of rows; outcomes without rows are absent; empty for Preflighted
 * @param digest sha256 of {@code run.json}, hex; of {@code validation.json} for NotValidated, of
 *     the plan for Preflighted
 * @param validation what its checks came to; null where it was not validated
 */
public record CohortResult(
    State state,
    int rows,
    SortedMap<Outcome, Integer> ledger,
    String digest,
    ValidationResult validation) {

  /** Of a run that was not validated. */
  public CohortResult(State state, int rows, SortedMap<Outcome, Integer> ledger, String digest) {
    this(state, rows, ledger, digest, null);
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
