package io.cohortrun.cli.local;

import io.cohortrun.cli.CliFailure;
import io.cohortrun.cli.spec.BadSpec;
import io.cohortrun.cli.spec.LoadedSpec;
import io.cohortrun.cli.spec.SpecFile;
import io.cohortrun.crds.v1alpha1.ModelSpec;
import io.cohortrun.operator.translate.Analyses;
import io.cohortrun.operator.translate.Digests;
import io.cohortrun.operator.translate.Translate;
import io.cohortrun.workers.manifest.Manifest;
import io.cohortrun.workers.manifest.ManifestErrors;
import io.cohortrun.workers.manifest.Manifests;
import io.cohortrun.workers.model.BundleFolder;
import io.cohortrun.workers.model.Bundles;
import io.cohortrun.workers.model.ModelRejected;
import io.cohortrun.workers.population.ClinicalFiles;
import io.cohortrun.workers.population.ClinicalPlaces;
import io.cohortrun.workers.population.ClinicalRefused;
import io.cohortrun.workers.population.RunClinical;
import io.cohortrun.workers.store.StoreFailure;
import io.cohortrun.workers.store.Stores;
import io.cohortrun.workflows.contract.AnalysisSettings;
import io.cohortrun.workflows.contract.CohortInput;
import io.cohortrun.workflows.contract.Pacing;
import io.cohortrun.workflows.contract.RunRef;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A CohortRun file that was read and found good, with its manifest, clinical tables and bundle: all
 * that can be wrong with input is found here, before anything starts.
 *
 * @param spec valid, defaults applied, locations absolute
 * @param manifest checked
 * @param bundle opened, not loaded
 * @param uid digest of spec, manifest, bundle and clinical files
 */
public record PreparedRun(LoadedSpec spec, Manifest manifest, BundleFolder bundle, String uid) {

  /**
   * Reads everything.
   *
   * @throws CliFailure bad input, with every error found
   */
  public static PreparedRun of(Path file) {
    try {
      LoadedSpec spec = SpecFile.read(file);
      spec.warnings().forEach(w -> System.err.println("cohort: " + w));
      Stores.requirePossible(spec.run().getSpec().getOutput().getUri());
      BundleFolder bundle = bundle(spec.run().getSpec().getModel());
      Manifest manifest =
          new Manifests(Stores::open).read(spec.run().getSpec().getManifest().getUri());
      List<String> digests =
          new ArrayList<>(List.of(spec.digest(), manifest.digest(), bundle.digest()));
      AnalysisSettings analyses = Analyses.of(spec.run().getSpec());
      if (analyses.clinical() != null) {
        digests.add(clinical(analyses, manifest));
      }
      return new PreparedRun(spec, manifest, bundle, LocalRunId.of(digests));
    } catch (BadSpec | ClinicalRefused | ManifestErrors | ModelRejected | StoreFailure e) {
      throw CliFailure.badInput(e.getMessage());
    } catch (IOException e) {
      throw CliFailure.badInput("the input cannot be read: " + e.getMessage());
    }
  }

  private static BundleFolder bundle(ModelSpec model) throws IOException {
    BundleFolder found = Bundles.open(model.getBundle());
    if (model.getDigest() != null) {
      Bundles.requireNamed(model.getBundle(), model.getDigest(), found.digest());
    }
    return found;
  }

  private static String clinical(AnalysisSettings analyses, Manifest manifest)
      throws ClinicalRefused, IOException {
    ClinicalFiles files = ClinicalFiles.read(analyses.clinical(), new ClinicalPlaces(Stores::open));
    new RunClinical(analyses, files).check(manifest);
    return files.digest();
  }

  /** Absolute URI of the output store. */
  public String output() {
    return spec.run().getSpec().getOutput().getUri();
  }

  /** One attempt of this run. */
  public RunRef ref(int attempt) {
    return new RunRef(uid, attempt, output());
  }

  /** The workflow's input, paced for one machine; it tries every failed row again. */
  public CohortInput input(int attempt, CohortInput.Mode mode) {
    CohortInput input =
        Translate.toInput(
            spec.run(), ref(attempt), new Digests(spec.digest(), bundle.digest()), pacing());
    // What the file says of retries is for clusters; here the command chooses.
    return input.inMode(mode).retrying(List.of(), List.of());
  }

  /** Small shards and a memo a second: nobody but this machine works, and somebody watches. */
  private Pacing pacing() {
    return new Pacing(
        "cohortrun-" + uid + "-cpu",
        "cohortrun-" + uid + "-gpu",
        2,
        2,
        Duration.ofSeconds(20),
        Duration.ofDays(30),
        Duration.ofSeconds(1),
        2);
  }
}
