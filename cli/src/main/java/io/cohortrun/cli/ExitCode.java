package io.cohortrun.cli;

import io.cohortrun.workflows.contract.CohortResult;

/** What the command's exit status says to scripts. */
public final class ExitCode {

  /** Every slide has its outcome and failures stayed within the budget. */
  public static final int COMPLETE = 0;

  /** The run itself could not go on (store, model, workflow), or a check stopped publication. */
  public static final int FAILED = 1;

  /** Bad input: nothing was started. */
  public static final int BAD_INPUT = 2;

  /** Complete, but more rows failed than the failure budget allows. */
  public static final int OVER_BUDGET = 3;

  private ExitCode() {}

  /** Exit status of a run that ended in {@code state}. */
  public static int of(CohortResult.State state) {
    return switch (state) {
      case Complete, Preflighted -> COMPLETE;
      case OverBudget -> OVER_BUDGET;
      case NotValidated, Cancelled -> FAILED;
    };
  }
}
