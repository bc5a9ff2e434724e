package io.cohortrun.workflows.contract;

import java.util.SortedMap;

/**
 * How a run ended.
 *
 * @param state Complete, OverBudget, Cancelled or Preflighted
 * @param rows manifest rows; equals the sum over {@code ledger}, but for Preflighted
 * @param ledger outcome to number of rows; outcomes without rows are absent; empty for Preflighted
 * @param digest sha256 of {@code run.json}, hex; of the plan for Preflighted
 */
public record CohortResult(
    State state, int rows, SortedMap<Outcome, Integer> ledger, String digest) {

  /** Terminal state of a run. */
  public enum State {
    Complete,
    /** All slides have their outcome, but more failed than the budget allows. */
    OverBudget,
    Cancelled,
    Preflighted
  }
}
