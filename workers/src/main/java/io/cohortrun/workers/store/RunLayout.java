package io.cohortrun.workers.store;

import io.cohortrun.workflows.contract.RunRef;

/** Keys of one attempt: the only place that spells them. */
public record RunLayout(RunRef run) {

  public String input() {
    return run.prefix() + "input.json";
  }

  public String manifest() {
    return run.prefix() + "manifest.parquet";
  }

  /** Clinical files as they were at the freeze. */
  public String clinical() {
    return run.prefix() + "clinical/";
  }

  /** Inspections of rows [from, to) as JSON lines. */
  public String inspections(int from, int to) {
    return "%spreflight/%07d-%07d.jsonl".formatted(run.prefix(), from, to);
  }

  public String inspections() {
    return run.prefix() + "preflight/";
  }

  /** One-bit tissue mask of a row, PNG. */
  public String mask(int row) {
    return "%smasks/%07d.png".formatted(run.prefix(), row);
  }

  /** Small RGB picture of a row, JPEG. */
  public String thumbnail(int row) {
    return "%sthumbnails/%07d.jpg".formatted(run.prefix(), row);
  }

  public String forecast() {
    return run.prefix() + "forecast.json";
  }

  public String plan() {
    return run.prefix() + "plan.json";
  }

  public String planPartition(int partition) {
    return "%splan/p%05d.json".formatted(run.prefix(), partition);
  }

  /** Outcomes of one shard as JSON lines; written when each of its rows has one. */
  public String outcomes(int partition, int shard) {
    return "%soutcomes/p%05d-s%03d.jsonl".formatted(run.prefix(), partition, shard);
  }

  /** Outcomes that the plan settles without any work: duplicates, rows carried over. */
  public String outcomesOfPlan() {
    return run.prefix() + "outcomes/plan.jsonl";
  }

  /** Outcomes of a partition that no single shard could settle: giants, rows lost. */
  public String outcomesOfPartition(int partition) {
    return "%soutcomes/p%05d-settled.jsonl".formatted(run.prefix(), partition);
  }

  /** Outcomes of one partition: common prefix of its shards' keys and its own. */
  public String outcomesPrefix(int partition) {
    return "%soutcomes/p%05d-".formatted(run.prefix(), partition);
  }

  public String outcomes() {
    return run.prefix() + "outcomes/";
  }

  /** Times that one call of a shard took; {@code call} is its own. */
  public String times(int partition, int shard, String call) {
    return "%sp%05d-s%03d-%s.json".formatted(times(), partition, shard, call);
  }

  public String times() {
    return run.prefix() + "times/";
  }

  public String features(int partition) {
    return "%sfeatures/p%05d.parquet".formatted(run.prefix(), partition);
  }

  public String features() {
    return run.prefix() + "features.parquet";
  }

  /** As {@link #features(int)}, for pairs of channels. */
  public String pairs(int partition) {
    return "%sfeatures/p%05d-pairs.parquet".formatted(run.prefix(), partition);
  }

  public String pairs() {
    return run.prefix() + "features_pairs.parquet";
  }

  /** What the columns of the tables mean. */
  public String dictionary() {
    return run.prefix() + "data-dictionary.json";
  }

  /** Tables of the analyses. */
  public String analysis() {
    return run.prefix() + "analysis/";
  }

  /** Tests of one stratum each, from which {@link #analysis} is made. */
  public String strata() {
    return analysis() + "strata/";
  }

  /** What the checks say of the run. */
  public String validation() {
    return run.prefix() + "validation.json";
  }

  /** Tests of permuted outcomes, a block each. */
  public String permutations() {
    return run.prefix() + "validation/";
  }

  /** As {@link #strata}, of pairs of channels. */
  public String pairStrata() {
    return strata() + "pairs/";
  }

  /** Survival of one stratum each. */
  public String survivalStrata() {
    return strata() + "survival/";
  }

  /** Blocks of permutations of the signature: the concordance of each. */
  public String signaturePermutations() {
    return strata() + "signature-null/";
  }

  public String ledger() {
    return run.prefix() + "ledger.csv";
  }

  public String failure(int row) {
    return "%s%07d/".formatted(failures(), row);
  }

  public String failures() {
    return run.prefix() + "failures/";
  }

  public String report() {
    return run.prefix() + "report/";
  }

  /** Written last: its presence makes the result visible. */
  public String runJson() {
    return run.prefix() + "run.json";
  }
}
