package io.cohortrun.workers.cohort;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import io.cohortrun.workers.canonical.Sha256;
import io.cohortrun.workers.model.NumericClass;
import io.cohortrun.workers.population.AnalysisFacts;
import io.cohortrun.workflows.contract.Budgets;
import io.cohortrun.workflows.contract.CohortResult;
import io.cohortrun.workflows.contract.Outcome;
import io.cohortrun.workflows.contract.OutputSettings;
import io.cohortrun.workflows.contract.RunRef;
import io.cohortrun.workflows.contract.SignOff;
import io.cohortrun.workflows.contract.SlideSettings;
import io.cohortrun.workflows.validate.Validation;
import java.util.List;
import java.util.SortedMap;

/**
 * {@code run.json}: where every number of the run came from. Written last.
 *
 * @param format {@value #FORMAT}
 * @param state how the run ended
 * @param run id, attempt and place
 * @param name for people
 * @param specDigest sha256 of the canonical spec
 * @param manifest what was frozen
 * @param bundle the model
 * @param settings that change numbers
 * @param choices what is computed where the published study says nothing, by name; null in records
 *     of earlier releases
 * @param outputs what was asked to be left behind
 * @param budgets as given
 * @param versions of everything that computes: cohortrun, java, libtorch, djl, readers
 * @param numericClasses of the results, sorted
 * @param mixedNumericClasses true where results of several classes stand side by side: numbers may
 *     differ between classes in the last bits
 * @param rows of the manifest
 * @param ledger outcome to rows; sums to {@code rows}
 * @param examples of the most frequent failures, the first row that has each; null in records of
 *     releases before 0.2
 * @param failures rows that count against the budget
 * @param allowedFailures most that keep the run within budget
 * @param forecast as made before the run, or null
 * @param analyses what was computed, or null where that was not asked for
 * @param validation what the checks say, or null where the run was not validated
 * @param actual what it took
 * @param warnings sentences of preflight, by row
 * @param files of this attempt, by name
 * @param finishedAt ISO 8601, UTC
 * @param signOff who approved of the results; absent where nobody had to
 */
public record RunRecord(
    String format,
    CohortResult.State state,
    RunRef run,
    String name,
    String specDigest,
    ManifestFacts manifest,
    BundleFacts bundle,
    SlideSettings settings,
    SortedMap<String, String> choices,
    OutputSettings outputs,
    Budgets budgets,
    SortedMap<String, String> versions,
    List<NumericClass> numericClasses,
    boolean mixedNumericClasses,
    int rows,
    SortedMap<Outcome, Integer> ledger,
    SortedMap<Outcome, Integer> examples,
    int failures,
    int allowedFailures,
    JsonNode forecast,
    AnalysisFacts analyses,
    Validation validation,
    Actual actual,
    List<Warning> warnings,
    SortedMap<String, FileFacts> files,
    String finishedAt,
    @JsonInclude(JsonInclude.Include.NON_NULL) SignOff signOff) {

  /** The shape this code writes and reads. */
  public static final String FORMAT = "cohortrun.run/1";

  /**
   * The cohort.
   *
   * @param uri it was read from
   * @param digest of the frozen rows
   */
  public record ManifestFacts(String uri, String digest, int rows) {}

  /**
   * From {@code bundle.json}, and its digest.
   *
   * @param architecture of a published network; absent for any other
   * @param mpp resolution that slides were read at, um/px; null in records of earlier releases
   */
  public record BundleFacts(
      String id,
      String version,
      String digest,
      @JsonInclude(JsonInclude.Include.NON_NULL) String architecture,
      Double mpp,
      String licence,
      String intendedUse,
      boolean demo) {}

  /**
   * The work behind the results.
   *
   * @param slides with a result
   * @param tiles in these results
   * @param slideSeconds sum over slides, on all workers
   * @param stageSeconds the same by stage, summed over threads, of this attempt and of calls that
   *     were not killed; by {@link io.cohortrun.workers.shard.Stage#id}
   * @param deviceSeconds of the same calls, on GPUs or on CPUs in their place: useful, wasted
   */
  public record Actual(
      int slides,
      long tiles,
      double slideSeconds,
      SortedMap<String, Double> stageSeconds,
      SortedMap<String, Double> deviceSeconds) {}

  /** One sentence about a row that did not end it. */
  public record Warning(int row, String sentence) {}

  /** Size and sha256. */
  public record FileFacts(long bytes, String sha256) {}

  /** What the workflow hands back. */
  public CohortResult result(byte[] bytes) {
    return new CohortResult(
        state,
        rows,
        ledger,
        examples,
        Sha256.of(bytes),
        validation == null ? null : validation.result());
  }
}
