package io.cohortrun.workers.cohort;

import com.fasterxml.jackson.databind.JsonNode;
import io.cohortrun.workers.canonical.Json;
import io.cohortrun.workers.canonical.Sha256;
import io.cohortrun.workers.manifest.Manifest;
import io.cohortrun.workers.manifest.ManifestRow;
import io.cohortrun.workers.model.Bundle;
import io.cohortrun.workers.model.NumericClass;
import io.cohortrun.workers.population.AnalysisFacts;
import io.cohortrun.workers.population.NamedChoices;
import io.cohortrun.workers.population.RunAnalyses;
import io.cohortrun.workers.population.RunSignature;
import io.cohortrun.workers.report.ReportInput;
import io.cohortrun.workers.report.ReportWriter;
import io.cohortrun.workers.shard.FailureBundle;
import io.cohortrun.workers.shard.SlideOutcome;
import io.cohortrun.workers.slide.SlideInspection;
import io.cohortrun.workers.store.KillPoint;
import io.cohortrun.workers.store.KillPoints;
import io.cohortrun.workers.store.ObjectStore;
import io.cohortrun.workers.store.RunLayout;
import io.cohortrun.workers.validation.RunValidation;
import io.cohortrun.workflows.contract.AnalysisSettings;
import io.cohortrun.workflows.contract.CohortInput;
import io.cohortrun.workflows.contract.CohortResult;
import io.cohortrun.workflows.contract.Outcome;
import io.cohortrun.workflows.contract.SignOff;
import io.cohortrun.workflows.validate.Validation;
import java.io.IOException;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Last step: ledger, tables, analyses, validation, report, and {@code run.json} when all else is
 * there.
 */
final class Publish {

  private static final String CANCELLED =
      "the run was cancelled before this slide was done; run it again, finished work is kept";
  private static final String LOST =
      "no worker could finish this slide; run it again with 'cohort retry'";

  private final BundleSource bundles;
  private final CommittedResults results;
  private final ReportWriter report;
  private final SortedMap<String, String> versions;
  private final Clock clock;

  Publish(
      BundleSource bundles,
      CommittedResults results,
      ReportWriter report,
      SortedMap<String, String> versions,
      Clock clock) {
    this.bundles = bundles;
    this.results = results;
    this.report = report;
    this.versions = versions;
    this.clock = clock;
  }

  /**
   * What was written besides {@code run.json}.
   *
   * @param validation null where the run was not validated
   */
  private record Draft(
      Ledger ledger,
      List<SlideInspection> inspections,
      List<NumericClass> classes,
      AnalysisFacts analyses,
      Validation validation,
      Bundle bundle) {

    boolean stops() {
      return validation != null && validation.stops();
    }
  }

  CohortResult run(RunFiles files, boolean cancelled) throws IOException {
    return run(files, cancelled, null);
  }

  /** Of a run that was approved. What was reviewed is written again, of the same results. */
  CohortResult run(RunFiles files, SignOff signOff) throws IOException {
    return run(files, false, signOff);
  }

  /** All but {@code run.json}; the end of a run that a check stops, else null. */
  CohortResult draft(RunFiles files) throws IOException {
    if (files.store().get(files.layout().runJson()).isPresent()) {
      return null;
    }
    Draft draft = draft(files, false, null);
    return draft.stops() ? stopped(files, draft) : null;
  }

  private static CohortResult stopped(RunFiles files, Draft draft) throws IOException {
    return new CohortResult(
        CohortResult.State.NotValidated,
        draft.ledger().manifest().rows().size(),
        draft.ledger().counts(),
        draft.ledger().examples(),
        Sha256.of(files.require(files.layout().validation())),
        draft.validation().result());
  }

  private CohortResult run(RunFiles files, boolean cancelled, SignOff signOff) throws IOException {
    ObjectStore store = files.store();
    RunLayout layout = files.layout();
    Optional<byte[]> published = store.get(layout.runJson());
    if (published.isPresent()) {
      return Json.MAPPER.readValue(published.get(), RunRecord.class).result(published.get());
    }
    Draft draft = draft(files, cancelled, signedOff(signOff));
    if (draft.stops()) {
      return stopped(files, draft);
    }
    KillPoints.hit(KillPoint.REPORT_RUN_JSON);
    byte[] bytes =
        Json.MAPPER
            .writerWithDefaultPrettyPrinter()
            .writeValueAsBytes(record(files, draft, cancelled, signOff));
    if (!store.createIfAbsent(layout.runJson(), bytes)) {
      return run(files, cancelled, signOff);
    }
    KillPoints.hit(KillPoint.RUN_JSON_RECEIPT);
    return Json.MAPPER.readValue(bytes, RunRecord.class).result(bytes);
  }

  private ReportInput.SignedOff signedOff(SignOff signOff) {
    return signOff == null
        ? null
        : new ReportInput.SignedOff(signOff.approver(), signOff.comment(), now());
  }

  private String now() {
    return clock.instant().truncatedTo(ChronoUnit.SECONDS).toString();
  }

  private Draft draft(RunFiles files, boolean cancelled, ReportInput.SignedOff signedOff)
      throws IOException {
    ObjectStore store = files.store();
    Manifest manifest = files.manifest();
    List<SlideInspection> inspections = files.inspections();
    SortedMap<Integer, SlideOutcome> known = files.outcomes();
    Ledger ledger = ledger(known, manifest, inspections, cancelled);
    bundleFailures(files, ledger);
    store.put(files.layout().ledger(), ledger.toCsv());
    List<NumericClass> classes = new PublishedTables(files, results).write(manifest, ledger);
    Bundle bundle = bundles.bundle(files.input().bundle());
    AnalysisSettings asked = files.input().analyses();
    AnalysisFacts analyses =
        asked == null || cancelled
            ? null
            : new RunAnalyses(store, files.layout())
                .write(
                    asked,
                    manifest,
                    ledger.outcomes(),
                    new RunSignature.Bundle(files.input().bundleDigest(), bundle.mpp()));
    if (asked != null && asked.quality() != null && !cancelled) {
      new RunAnalyses(store, files.layout()).judge(asked.quality(), files.input());
    }
    KillPoints.hit(KillPoint.LEDGER_RUN_JSON);
    Validation validation =
        asked == null || cancelled
            ? null
            : new RunValidation(store, files.layout(), files.input())
                .write(manifest, known.size(), classes, background(bundle));
    report.write(new ReportInput(files.input(), bundle, manifest, inspections, signedOff), store);
    return new Draft(ledger, inspections, classes, analyses, validation, bundle);
  }

  private static Set<String> background(Bundle bundle) {
    return bundle.channels().stream()
        .filter(c -> c.role().equals("background"))
        .map(Bundle.Channel::id)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** Shards leave a bundle of each slide that failed there; here the others get theirs. */
  private static void bundleFailures(RunFiles files, Ledger ledger) throws IOException {
    var bundle = new FailureBundle(files.store(), files.layout());
    for (SlideOutcome outcome : ledger.outcomes()) {
      if (outcome.outcome().isFailure()
          && outcome.outcome() != Outcome.Cancelled
          && !bundle.exists(outcome.row())) {
        bundle.write(outcome, ledger.manifest().rows().get(outcome.row()), null);
      }
    }
  }

  private static Ledger ledger(
      SortedMap<Integer, SlideOutcome> known,
      Manifest manifest,
      List<SlideInspection> inspections,
      boolean cancelled) {
    SortedMap<Integer, SlideInspection> inspected = new TreeMap<>();
    inspections.forEach(i -> inspected.put(i.row(), i));
    List<SlideOutcome> outcomes = new ArrayList<>();
    for (ManifestRow row : manifest.rows()) {
      SlideOutcome outcome = known.get(row.row());
      outcomes.add(
          outcome != null
              ? outcome
              : RunFiles.ended(
                  inspected.getOrDefault(row.row(), Inspections.nothing(row.row())),
                  cancelled ? Outcome.Cancelled : Outcome.Infrastructure,
                  cancelled ? CANCELLED : LOST));
    }
    return new Ledger(manifest, outcomes);
  }

  private RunRecord record(RunFiles files, Draft draft, boolean cancelled, SignOff signOff)
      throws IOException {
    CohortInput input = files.input();
    Ledger ledger = draft.ledger();
    List<NumericClass> classes = draft.classes();
    int rows = ledger.manifest().rows().size();
    int allowed = input.budgets().allowedFailures(rows);
    CohortResult.State state =
        cancelled
            ? CohortResult.State.Cancelled
            : ledger.failures() > allowed
                ? CohortResult.State.OverBudget
                : CohortResult.State.Complete;
    return new RunRecord(
        RunRecord.FORMAT,
        state,
        files.run(),
        input.name(),
        input.specDigest(),
        new RunRecord.ManifestFacts(input.manifest(), ledger.manifest().digest(), rows),
        Provenance.bundle(draft.bundle(), input.bundleDigest()),
        input.settings(),
        NamedChoices.ALL,
        input.outputs(),
        input.budgets(),
        versions,
        classes,
        classes.size() > 1,
        rows,
        ledger.counts(),
        ledger.examples(),
        ledger.failures(),
        allowed,
        forecast(files),
        draft.analyses(),
        draft.validation(),
        Provenance.actual(files, ledger),
        Provenance.warnings(draft.inspections()),
        Provenance.files(files),
        now(),
        signOff);
  }

  private static JsonNode forecast(RunFiles files) throws IOException {
    Optional<byte[]> bytes = files.store().get(files.layout().forecast());
    return bytes.isEmpty() ? null : Json.MAPPER.readTree(bytes.get());
  }
}
