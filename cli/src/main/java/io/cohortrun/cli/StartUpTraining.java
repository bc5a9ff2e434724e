package io.cohortrun.cli;

/**
 * What the launcher makes its start-up cache from: a plan of many rows and a run of one slide in
 * one process, since Java remembers the classes and profiles of one process.
 */
final class StartUpTraining {

  private StartUpTraining() {}

  /**
   * Exits with the status of the first that fails.
   *
   * @param args CohortRun files, of the plan and of the run
   */
  public static void main(String[] args) {
    int plan = Cohort.commandLine().execute("plan", "-f", args[0]);
    System.exit(plan == 0 ? Cohort.commandLine().execute("run", "-f", args[1]) : plan);
  }
}
