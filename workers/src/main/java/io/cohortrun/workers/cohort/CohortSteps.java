package io.cohortrun.workers.cohort;

import io.cohortrun.workers.manifest.Manifests;
import io.cohortrun.workers.population.ClinicalPlaces;
import io.cohortrun.workers.store.SlideStager;
import io.cohortrun.workers.store.StoreFailure;
import io.cohortrun.workflows.contract.CohortActivities;
import io.cohortrun.workflows.contract.CohortInput;
import io.cohortrun.workflows.contract.CohortResult;
import io.cohortrun.workflows.contract.FinishReceipt;
import io.cohortrun.workflows.contract.FrozenManifest;
import io.cohortrun.workflows.contract.PlanReceipt;
import io.cohortrun.workflows.contract.PreflightReceipt;
import io.cohortrun.workflows.contract.RunRef;
import io.cohortrun.workflows.contract.SignOff;
import io.temporal.client.ActivityCompletionException;
import io.temporal.failure.ApplicationFailure;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The steps as Temporal activities: heartbeats, and failures in words that the workflow knows. */
public final class CohortSteps implements CohortActivities, AutoCloseable {

  private static final String WRONG_VERSION = "WrongVersion";
  private static final Logger log = LoggerFactory.getLogger(CohortSteps.class);
  private static final String FAULT = "Fault";
  private static final String INFRASTRUCTURE = "Infrastructure";

  private final Places places;
  private final Beating beating;
  private final Freeze freeze;
  private final Preflight preflight;
  private final PlanStep plan;
  private final FinishPartition finish;
  private final Publish publish;

  public CohortSteps(CohortTools tools) {
    this(tools, Beating.ofActivity());
  }

  CohortSteps(CohortTools tools, Beating beating) {
    this.places = new Places(tools.stores(), tools.staging());
    this.beating = beating;
    this.freeze =
        new Freeze(
            new Manifests(tools.stores()),
            new ClinicalPlaces(tools.stores()),
            tools.bundleDigests(),
            tools.bundles(),
            tools.keys());
    this.preflight =
        new Preflight(
            new RowInspector(tools.opener(), tools.keys()),
            tools.bundles(),
            tools.versions().getOrDefault("readers", ""),
            tools.parallel(),
            tools.meters());
    this.plan = new PlanStep(tools.bundles(), tools.output(), tools.forecaster());
    this.finish = new FinishPartition(tools.results(), tools.giants());
    this.publish =
        new Publish(
            tools.bundles(), tools.results(), tools.report(), tools.versions(), tools.clock());
  }

  @Override
  public FrozenManifest freeze(CohortInput input) {
    if (!CohortInput.reads(input.version())) {
      throw ApplicationFailure.newNonRetryableFailure(
          "the run was started by version %d of the input, and this worker reads %d: start it with the same release"
              .formatted(input.version(), CohortInput.VERSION_OF_SLIDES),
          WRONG_VERSION);
    }
    return step(input.run(), (files, stage) -> freeze.run(input, files.store()));
  }

  @Override
  public PreflightReceipt preflight(RunRef run, int from, int to) {
    return step(run, (files, stage) -> preflight.run(files, stage, from, to));
  }

  @Override
  public PlanReceipt plan(RunRef run) {
    return step(run, (files, stage) -> plan.run(files));
  }

  @Override
  public FinishReceipt finishPartition(RunRef run, int partition) {
    return step(run, (files, stage) -> finish.run(files, partition));
  }

  @Override
  public CohortResult publish(RunRef run, boolean cancelled) {
    return step(run, (files, stage) -> publish.run(files, cancelled));
  }

  @Override
  public CohortResult draft(RunRef run) {
    return step(run, (files, stage) -> publish.draft(files));
  }

  @Override
  public CohortResult publishSignedOff(RunRef run, SignOff signOff) {
    return step(run, (files, stage) -> publish.run(files, signOff));
  }

  /** Closes the stores that were opened. */
  @Override
  public void close() {
    places.close();
  }

  @FunctionalInterface
  private interface Step<T> {
    T run(RunFiles files, SlideStager stage) throws Exception;
  }

  private <T> T step(RunRef run, Step<T> step) {
    try {
      return beating.during(
          () -> {
            Places.Place place = places.at(run.output());
            return step.run(new RunFiles(place.store(), run), place.stage());
          });
    } catch (RunRefused e) {
      throw ApplicationFailure.newNonRetryableFailure(e.getMessage(), e.kind().name());
    } catch (ActivityCompletionException e) {
      throw e;
    } catch (StoreFailure e) {
      throw e.code().isTransient()
          ? ApplicationFailure.newFailureWithCause(e.getMessage(), INFRASTRUCTURE, e)
          : ApplicationFailure.newNonRetryableFailure(
              e.getMessage(), RunRefused.Kind.OutputUnusable.name());
    } catch (IOException e) {
      throw ApplicationFailure.newFailureWithCause(sentence(e), INFRASTRUCTURE, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw ApplicationFailure.newFailureWithCause("the step was stopped", INFRASTRUCTURE, e);
    } catch (ApplicationFailure e) {
      throw e;
    } catch (UncheckedIOException e) {
      throw ApplicationFailure.newFailureWithCause(sentence(e.getCause()), INFRASTRUCTURE, e);
    } catch (LinkageError e) {
      // Tried again it would fail again, for ever and without a word.
      throw ApplicationFailure.newNonRetryableFailureWithCause(
          "a library of the program does not load on this machine (%s); install it again, or give it a temporary folder from which programs may run"
              .formatted(e.getMessage()),
          FAULT,
          e);
    } catch (Exception e) {
      log.error("Run {}: a step has a fault of its own.", run.workflowId(), e);
      throw ApplicationFailure.newNonRetryableFailureWithCause(
          "the program has a fault (%s); report it with the log".formatted(e), FAULT, e);
    }
  }

  private static String sentence(IOException e) {
    return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
  }
}
