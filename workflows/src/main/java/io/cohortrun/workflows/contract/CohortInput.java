package io.cohortrun.workflows.contract;

import java.util.List;

/**
 * All that a run needs to begin; frozen at acceptance, so that a run ends on what it began with.
 *
 * @param version of this record's shape; workers refuse one they do not know
 * @param name the CohortRun's metadata.name, for people
 * @param manifest absolute URI of the manifest (CSV, TSV or Parquet)
 * @param bundle absolute URI of the model bundle, or {@code demo}
 * @param bundleDigest sha256 of the bundle, hex; empty where the freeze is to find it
 * @param specDigest sha256 of the canonical spec, hex
 * @param mode {@code Run}, or {@code Preflight} to stop after the forecast
 * @param retryRows on attempts after the first: {@code failed} rows of the attempt before are tried
 *     again, all others are carried over
 * @param analyses to be computed when all slides are done, or null for none
 * @param carried what an earlier execution of the same workflow left, or null at the start
 * @param signOff whether nothing is published before a reviewer approves of it
 * @param pricePerWorkerHour in any currency, or null where nobody gave one
 * @param retrySlides on attempts after the first: slide ids of those failed rows that alone are
 *     tried again; null for all
 */
public record CohortInput(
    int version,
    RunRef run,
    String name,
    String manifest,
    String bundle,
    String bundleDigest,
    String specDigest,
    Mode mode,
    SlideSettings settings,
    OutputSettings outputs,
    Budgets budgets,
    Pacing pacing,
    List<Outcome> retryRows,
    AnalysisSettings analyses,
    CohortState carried,
    boolean signOff,
    Double pricePerWorkerHour,
    List<String> retrySlides) {

  /** The input of a run that starts, has no analyses, and that nobody reviews. */
  public CohortInput(
      int version,
      RunRef run,
      String name,
      String manifest,
      String bundle,
      String bundleDigest,
      String specDigest,
      Mode mode,
      SlideSettings settings,
      OutputSettings outputs,
      Budgets budgets,
      Pacing pacing,
      List<Outcome> retryRows) {
    this(
        version,
        run,
        name,
        manifest,
        bundle,
        bundleDigest,
        specDigest,
        mode,
        settings,
        outputs,
        budgets,
        pacing,
        retryRows,
        null,
        null,
        false,
        null,
        null);
  }

  /** The same input for the execution that goes on from {@code state}. */
  public CohortInput carrying(CohortState state) {
    return with(bundleDigest, mode, analyses, state, signOff, pricePerWorkerHour);
  }

  /** The same input, stopping elsewhere. */
  public CohortInput inMode(Mode other) {
    return with(bundleDigest, other, analyses, carried, signOff, pricePerWorkerHour);
  }

  /**
   * The same input, trying rows with these outcomes again.
   *
   * @param codes failures; empty for all
   * @param slides slide ids; empty for all
   */
  public CohortInput retrying(List<Outcome> codes, List<String> slides) {
    return new CohortInput(
        slides.isEmpty() ? VERSION : VERSION_OF_SLIDES,
        run,
        name,
        manifest,
        bundle,
        bundleDigest,
        specDigest,
        mode,
        settings,
        outputs,
        budgets,
        pacing,
        codes,
        analyses,
        carried,
        signOff,
        pricePerWorkerHour,
        slides.isEmpty() ? null : slides);
  }

  /** The same input, with the bundle that the run goes on with. */
  public CohortInput withBundleDigest(String digest) {
    return with(digest, mode, analyses, carried, signOff, pricePerWorkerHour);
  }

  /** The same input, to be reviewed before publication or not. */
  public CohortInput reviewed(boolean required) {
    return with(bundleDigest, mode, analyses, carried, required, pricePerWorkerHour);
  }

  /** The same input, with analyses; null for none. */
  public CohortInput with(AnalysisSettings settings) {
    return with(bundleDigest, mode, settings, carried, signOff, pricePerWorkerHour);
  }

  /** The same input, with the price of an hour of an inference worker; null for none. */
  public CohortInput priced(Double pricePerHour) {
    return with(bundleDigest, mode, analyses, carried, signOff, pricePerHour);
  }

  private CohortInput with(
      String ofBundle,
      Mode inMode,
      AnalysisSettings analysing,
      CohortState carrying,
      boolean review,
      Double price) {
    return new CohortInput(
        version,
        run,
        name,
        manifest,
        bundle,
        ofBundle,
        specDigest,
        inMode,
        settings,
        outputs,
        budgets,
        pacing,
        retryRows,
        analysing,
        carrying,
        review,
        price,
        retrySlides);
  }

  /** The shape this code writes, and reads. */
  public static final int VERSION = 1;

  /**
   * Of an input that names slides. A run keeps the workers that it began with, and those that know
   * version 1 alone would not see the names, and try every failed row.
   */
  public static final int VERSION_OF_SLIDES = 2;

  /** Whether this code reads inputs of {@code version}. */
  public static boolean reads(int version) {
    return version == VERSION || version == VERSION_OF_SLIDES;
  }

  /** Where a run stops. */
  public enum Mode {
    Preflight,
    Run
  }
}
