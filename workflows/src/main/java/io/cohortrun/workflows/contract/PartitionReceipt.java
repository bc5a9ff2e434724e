package io.cohortrun.workflows.contract;

/**
 * What a partition did.
 *
 * @param slides rows with an outcome
 * @param failed of these, failures
 * @param tiles tiles inferred
 * @param infrastructureRetries shards scheduled again for infrastructure
 * @param usage what its tries took, those that were lost included
 */
public record PartitionReceipt(
    int slides, int failed, long tiles, int infrastructureRetries, Usage usage) {

  public PartitionReceipt {
    usage = Usage.given(usage);
  }
}
