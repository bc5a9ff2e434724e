package io.cohortrun.workflows.validate;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a run left that its checks look at.
 *
 * @param patients of the manifest, analysed or not
 * @param background channels of the panel that say nothing of proteins
 * @param goldenPairs one for each numeric class among the results
 * @param permuted tests of permuted outcomes; empty where no associations were asked for
 * @param claims significant associations; empty where none were asked for
 * @param concordance with another run; empty where none was asked for
 * @param quality on paired mIF; empty where none was given
 */
public record Evidence(
    Ledger ledger,
    Patients patients,
    Set<String> background,
    List<GoldenPair> goldenPairs,
    Optional<List<PermutedResult>> permuted,
    Optional<List<Claim>> claims,
    Optional<Agreement> concordance,
    Optional<List<Comparison>> quality) {}
