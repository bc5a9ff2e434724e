package io.cohortrun.workers.cohort;

import io.cohortrun.workers.canonical.Json;
import io.cohortrun.workers.manifest.FrozenTable;
import io.cohortrun.workers.manifest.Manifest;
import io.cohortrun.workers.manifest.ManifestErrors;
import io.cohortrun.workers.manifest.Manifests;
import io.cohortrun.workers.model.Bundle;
import io.cohortrun.workers.model.Bundles;
import io.cohortrun.workers.model.ModelRejected;
import io.cohortrun.workers.population.ClinicalFiles;
import io.cohortrun.workers.population.ClinicalPlaces;
import io.cohortrun.workers.population.ClinicalRefused;
import io.cohortrun.workers.population.RunClinical;
import io.cohortrun.workers.quality.RunQuality;
import io.cohortrun.workers.store.KillPoint;
import io.cohortrun.workers.store.KillPoints;
import io.cohortrun.workers.store.ObjectStore;
import io.cohortrun.workers.store.RunLayout;
import io.cohortrun.workers.table.BadTable;
import io.cohortrun.workflows.contract.AnalysisSettings;
import io.cohortrun.workflows.contract.CohortInput;
import io.cohortrun.workflows.contract.FrozenManifest;
import io.cohortrun.workflows.contract.SlideSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/**
 * First step: the manifest and the clinical tables are read once, and never again. Attempts after
 * the first take over what was frozen by the attempt before, since rows are the identity of
 * everything that is kept.
 */
final class Freeze {

  private final Manifests manifests;
  private final ClinicalPlaces clinical;
  private final BundleDigests bundles;
  private final BundleSource described;
  private final SlideKeyMaker release;

  Freeze(
      Manifests manifests,
      ClinicalPlaces clinical,
      BundleDigests bundles,
      BundleSource described,
      SlideKeyMaker release) {
    this.release = release;
    this.manifests = manifests;
    this.clinical = clinical;
    this.bundles = bundles;
    this.described = described;
  }

  FrozenManifest run(CohortInput input, ObjectStore store) throws IOException, RunRefused {
    RunFiles files = new RunFiles(store, input.run());
    RunLayout layout = files.layout();
    Optional<CohortInput> frozen = files.findInput();
    if (frozen.isPresent()) {
      requireSame(frozen.get(), input);
      release.requireBegan(files);
      if (frozen.get().mode() != input.mode()) {
        // From Preflight to Run is the one change that a run may see.
        RetryChoice chosen = RetryChoice.of(frozen.get());
        write(
            input.with(frozen.get().analyses()).retrying(chosen.codes(), chosen.slides()),
            frozen.get().bundleDigest(),
            files);
      }
      return receipt(layout, files.manifest(), frozen.get().bundleDigest());
    }
    String bundle = bundle(input, files);
    resolution(input);
    Manifest manifest = read(input, files);
    retry(input, manifest, files);
    AnalysisSettings analyses = clinical(input.analyses(), manifest, files);
    quality(input);
    Path local = Files.createTempFile("cohortrun-frozen", ".parquet");
    try {
      FrozenTable.write(manifest, local);
      store.put(layout.manifest(), local);
    } finally {
      Files.deleteIfExists(local);
    }
    write(input.with(analyses), bundle, files);
    KillPoints.hit(KillPoint.FREEZE_RECEIPT);
    return receipt(layout, manifest, bundle);
  }

  private static void write(CohortInput input, String bundle, RunFiles files) throws IOException {
    files
        .store()
        .put(
            files.layout().input(),
            Json.MAPPER.writeValueAsBytes(input.withBundleDigest(bundle).carrying(null)));
  }

  /**
   * Who starts a run on a cluster has no access to bundles: the first attempt settles which, and
   * that it is the one which the spec names, if it names one.
   */
  private String bundle(CohortInput input, RunFiles files) throws IOException, RunRefused {
    String named = input.bundleDigest();
    Optional<RunFiles> before = files.before();
    if (before.isPresent()) {
      return named.isEmpty() ? before.get().input().bundleDigest() : named;
    }
    try {
      String found = bundles.digest(input.bundle());
      if (!named.isEmpty()) {
        Bundles.requireNamed(input.bundle(), named, found);
      }
      return found;
    } catch (ModelRejected e) {
      throw new RunRefused(RunRefused.Kind.BundleRefused, e.getMessage());
    }
  }

  /** Resolution is a property of the bundle: a run can only insist on the one it was made for. */
  private void resolution(CohortInput input) throws IOException, RunRefused {
    if (!input.settings().literal()) {
      return;
    }
    Bundle bundle = described.bundle(input.bundle());
    if (bundle.mpp() != SlideSettings.PAPER_LITERAL_MPP) {
      throw new RunRefused(
          RunRefused.Kind.BundleRefused,
          "spec.slides.resolution is paper-literal (%s um/px), and bundle %s was made for %s um/px: import its checkpoint with '--mpp %s' and name that bundle in spec.model.bundle, or leave resolution out"
              .formatted(
                  SlideSettings.PAPER_LITERAL_MPP,
                  bundle.id(),
                  bundle.mpp(),
                  SlideSettings.PAPER_LITERAL_MPP));
    }
  }

  private Manifest read(CohortInput input, RunFiles files) throws IOException, RunRefused {
    Optional<RunFiles> before = files.before();
    if (before.isPresent()) {
      return before.get().manifest();
    }
    try {
      return manifests.read(input.manifest());
    } catch (ManifestErrors e) {
      throw new RunRefused(RunRefused.Kind.BadManifest, e.getMessage());
    }
  }

  /** A choice that would leave out what it names is told before anything is spent on others. */
  private static void retry(CohortInput input, Manifest manifest, RunFiles files)
      throws IOException, RunRefused {
    RetryChoice choice = RetryChoice.of(input);
    Optional<RunFiles> before = files.before();
    if (before.isEmpty() && choice.slides().isEmpty()) {
      return;
    }
    List<String> problems =
        choice.problems(
            "spec.retryOnly.slides[%d]"::formatted,
            manifest,
            before.isPresent() ? before.get().outcomes() : new TreeMap<>());
    if (!problems.isEmpty()) {
      throw new RunRefused(
          RunRefused.Kind.BadRetry,
          "%s: correct spec.retryOnly and raise spec.retry again, which goes on from the same results; nothing was tried"
              .formatted(String.join("; ", problems)));
    }
  }

  /** Tables that could not be joined are found before anything is spent on slides. */
  private AnalysisSettings clinical(AnalysisSettings asked, Manifest manifest, RunFiles files)
      throws IOException, RunRefused {
    if (asked == null || asked.clinical() == null) {
      return asked;
    }
    Optional<RunFiles> before = files.before();
    try {
      ClinicalFiles found =
          before.isPresent()
              ? ClinicalFiles.kept(files.store(), before.get().layout().clinical())
              : ClinicalFiles.read(asked.clinical(), clinical);
      new RunClinical(asked, found).check(manifest);
      found.keep(files.store(), files.layout().clinical());
      return asked.with(asked.clinical().withDigest(found.digest()));
    } catch (ClinicalRefused e) {
      throw new RunRefused(RunRefused.Kind.BadClinical, e.getMessage());
    }
  }

  /** Regions and bundles that could not be judged are found before anything is spent, too. */
  private static void quality(CohortInput input) throws IOException, RunRefused {
    if (input.analyses() == null || input.analyses().quality() == null) {
      return;
    }
    try {
      RunQuality.check(input.analyses().quality(), input.bundle());
    } catch (BadTable e) {
      throw new RunRefused(RunRefused.Kind.BadClinical, e.code() + ": " + e.getMessage());
    } catch (ModelRejected e) {
      throw new RunRefused(RunRefused.Kind.BundleRefused, e.getMessage());
    }
  }

  /** A run ends on what it began with. */
  private static void requireSame(CohortInput frozen, CohortInput now) throws RunRefused {
    String changed =
        !frozen.specDigest().equals(now.specDigest())
            ? "spec"
            : !now.bundleDigest().isEmpty() && !frozen.bundleDigest().equals(now.bundleDigest())
                ? "model bundle"
                : null;
    if (changed != null) {
      throw new RunRefused(
          RunRefused.Kind.InputChanged,
          "the %s has changed since this run began; start a new run, which shares all slide results that are still valid"
              .formatted(changed));
    }
  }

  private FrozenManifest receipt(RunLayout layout, Manifest manifest, String bundle) {
    return new FrozenManifest(
        layout.manifest(),
        manifest.digest(),
        manifest.rows().size(),
        bundle,
        release.featureVersion());
  }
}
