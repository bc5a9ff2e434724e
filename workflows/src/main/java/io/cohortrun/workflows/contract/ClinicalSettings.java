package io.cohortrun.workflows.contract;

import java.util.List;

/**
 * Which clinical tables are joined with a run's features, and how. Words are those of the
 * CohortRun.
 *
 * @param tables absolute URIs; empty where there is a study
 * @param study absolute URI of a cBioPortal folder, or null
 * @param mutations absolute URIs of MAF tables
 * @param megabases that were sequenced for them, above 0; null where nobody said: then there is no
 *     TMB
 * @param digest sha256 of the clinical files, hex; empty where the freeze is to find it
 * @param oncoTree release that codes are read by
 * @param columns whose meaning is given
 * @param endpoints that are given
 * @param slideRule which slides stand for a patient
 */
public record ClinicalSettings(
    List<String> tables,
    String study,
    List<String> mutations,
    Double megabases,
    String digest,
    String oncoTree,
    List<Column> columns,
    List<Endpoint> endpoints,
    String slideRule) {

  /**
   * What a column means.
   *
   * @param order values of an ordinal one, lowest first; else empty
   */
  public record Column(String name, String kind, List<String> order) {}

  /**
   * A time-to-event pair.
   *
   * @param entry column of delayed entry, or null
   */
  public record Endpoint(String name, String time, String event, String entry, String unit) {}

  /** The same settings of the files that were found. */
  public ClinicalSettings withDigest(String found) {
    return new ClinicalSettings(
        tables, study, mutations, megabases, found, oncoTree, columns, endpoints, slideRule);
  }
}
