package io.cohortrun.workers.cohort;

import io.cohortrun.workers.manifest.Manifests;
import io.cohortrun.workers.report.ReportWriter;
import io.cohortrun.workers.slide.SlideOpener;
import io.cohortrun.workers.store.ObjectStore;
import io.cohortrun.workers.store.SlideStager;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.SortedMap;
import java.util.function.Function;

/**
 * What the steps work with; everything that touches a disk, a network or native code.
 *
 * @param stores opens stores by URI
 * @param staging stages slides, remembering digests in an output store
 * @param versions for {@code run.json}: cohortrun, java, libtorch, djl, readers
 * @param parallel slides that preflight opens at once
 * @param clock for the end time in {@code run.json}, nothing else
 */
public record CohortTools(
    Manifests.StoreOpener stores,
    BundleSource bundles,
    BundleDigests bundleDigests,
    Function<ObjectStore, SlideStager> staging,
    SlideOpener opener,
    SlideKeyMaker keys,
    CommittedResults results,
    GiantMerge giants,
    OutputChecks output,
    Forecaster forecaster,
    ReportWriter report,
    SortedMap<String, String> versions,
    int parallel,
    MeterRegistry meters,
    Clock clock) {}
