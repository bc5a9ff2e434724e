package io.cohortrun.workers.cohort;

import io.cohortrun.workers.canonical.Json;
import io.cohortrun.workers.manifest.FrozenTable;
import io.cohortrun.workers.manifest.Manifest;
import io.cohortrun.workers.manifest.ManifestErrors;
import io.cohortrun.workers.manifest.Manifests;
import io.cohortrun.workers.store.KillPoint;
import io.cohortrun.workers.store.KillPoints;
import io.cohortrun.workers.store.ObjectStore;
import io.cohortrun.workers.store.RunLayout;
import io.cohortrun.workflows.contract.CohortInput;
import io.cohortrun.workflows.contract.FrozenManifest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * First step: the manifest is read once, and never again. Attempts after the first take over the
 * frozen manifest of the attempt before, since rows are the identity of everything that is kept.
 */
final class Freeze {

  private final Manifests manifests;

  Freeze(Manifests manifests) {
    this.manifests = manifests;
  }

  FrozenManifest run(CohortInput input, ObjectStore store) throws IOException, RunRefused {
    RunFiles files = new RunFiles(store, input.run());
    RunLayout layout = files.layout();
    Optional<CohortInput> frozen = files.findInput();
    if (frozen.isPresent()) {
      requireSame(frozen.get(), input);
      if (frozen.get().mode() != input.mode()) {
        // From Preflight to Run is the one change that a run may see.
        store.put(layout.input(), Json.MAPPER.writeValueAsBytes(input.carrying(null)));
      }
      return receipt(layout, files.manifest());
    }
    Manifest manifest = read(input, files);
    Path local = Files.createTempFile("cohortrun-frozen", ".parquet");
    try {
      FrozenTable.write(manifest, local);
      store.put(layout.manifest(), local);
    } finally {
      Files.deleteIfExists(local);
    }
    store.put(layout.input(), Json.MAPPER.writeValueAsBytes(input.carrying(null)));
    KillPoints.hit(KillPoint.FREEZE_RECEIPT);
    return receipt(layout, manifest);
  }

  private Manifest read(CohortInput input, RunFiles files) throws IOException, RunRefused {
    Optional<RunFiles> before = files.before();
    if (before.isPresent() && before.get().findInput().isPresent()) {
      return before.get().manifest();
    }
    try {
      return manifests.read(input.manifest());
    } catch (ManifestErrors e) {
      throw new RunRefused(RunRefused.Kind.BadManifest, e.getMessage());
    }
  }

  /** A run ends on what it began with. */
  private static void requireSame(CohortInput frozen, CohortInput now) throws RunRefused {
    String changed =
        !frozen.specDigest().equals(now.specDigest())
            ? "spec"
            : !frozen.bundleDigest().equals(now.bundleDigest()) ? "model bundle" : null;
    if (changed != null) {
      throw new RunRefused(
          RunRefused.Kind.InputChanged,
          "the %s has changed since this run began; start a new run, which shares all slide results that are still valid"
              .formatted(changed));
    }
  }

  private static FrozenManifest receipt(RunLayout layout, Manifest manifest) {
    return new FrozenManifest(layout.manifest(), manifest.digest(), manifest.rows().size());
  }
}
