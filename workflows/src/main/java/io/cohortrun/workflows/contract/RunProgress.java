package io.cohortrun.workflows.contract;

/**
 * Counters of a run or of one partition; of constant size. Stored in the memo under {@link
 * Memo#PROGRESS}.
 *
 * @param phase Freeze, Preflight, Plan, Infer, Analyse, Draft, SignOff, Publish, Done
 * @param paused whether scheduling is paused
 * @param slides slides with an outcome
 * @param slidesTotal slides known so far
 * @param failed slides that failed
 * @param tiles tiles inferred
 * @param tilesTotal tiles planned
 * @param infrastructureRetries shards scheduled again because a worker or store was lost
 * @param usage what inference took, up to the last try that ended
 * @param tally of {@code slides}, what they ended in; less than that where an earlier release
 *     counted some of them
 */
public record RunProgress(
    String phase,
    boolean paused,
    int slides,
    int slidesTotal,
    int failed,
    long tiles,
    long tilesTotal,
    int infrastructureRetries,
    Usage usage,
    Tally tally) {

  public RunProgress {
    usage = Usage.given(usage);
    tally = Tally.given(tally);
  }

  /** Of slides of which it is not told what they ended in. */
  public RunProgress(
      String phase,
      boolean paused,
      int slides,
      int slidesTotal,
      int failed,
      long tiles,
      long tilesTotal,
      int infrastructureRetries,
      Usage usage) {
    this(
        phase,
        paused,
        slides,
        slidesTotal,
        failed,
        tiles,
        tilesTotal,
        infrastructureRetries,
        usage,
        Tally.NONE);
  }
}
