package io.cohortrun.cli.local;

import io.cohortrun.workers.model.Bundle;
import io.cohortrun.workers.model.BundleFolder;
import io.cohortrun.workers.model.Bundles;
import io.cohortrun.workers.model.DeviceFailed;
import io.cohortrun.workers.model.ModelRejected;
import io.cohortrun.workers.model.TileModel;
import io.cohortrun.workers.model.TorchModels;
import io.cohortrun.workers.shard.ModelSource;
import io.cohortrun.workflows.contract.CohortInput;
import java.io.IOException;

/** The one model of a local run: loaded when the first slide needs it, kept to the end. */
final class LocalModel implements ModelSource, AutoCloseable {

  private final int predictors;
  private BundleFolder folder;
  private volatile TileModel loaded;
  private volatile boolean lost;
  private boolean warned;

  /** With {@code predictors} inference calls at once. */
  LocalModel(int predictors) {
    this.predictors = predictors;
  }

  @Override
  public synchronized TileModel model(CohortInput input) throws IOException {
    if (loaded != null && !loaded.isUsable() && !loaded.deviceLost()) {
      loaded.close(); // its card was short of memory: the next one takes fewer windows at once
      loaded = null;
    }
    if (loaded == null) {
      if (!warned) {
        TorchModels.caveat(input.settings().precision())
            .ifPresent(why -> System.err.println("cohort: " + why));
        warned = true;
      }
      loaded = load(input);
    }
    return loaded;
  }

  private TileModel load(CohortInput input) throws IOException {
    try {
      return TorchModels.load(
          folder(input).withThresholds(input.settings().thresholds()),
          input.settings().tiling(),
          input.settings().precision(),
          predictors);
    } catch (DeviceFailed e) {
      lost = e.endsProcess();
      throw e;
    }
  }

  /** Whether its device failed so that only another process can use it. */
  boolean deviceLost() {
    TileModel model = loaded;
    return lost || (model != null && model.deviceLost());
  }

  @Override
  public synchronized Bundle bundle(CohortInput input) throws IOException {
    return folder(input).bundle();
  }

  private BundleFolder folder(CohortInput input) throws IOException {
    if (folder == null) {
      folder = Bundles.open(input.bundle());
      if (!folder.digest().equals(input.bundleDigest())) {
        throw new ModelRejected(
            ModelRejected.Code.DigestMismatch,
            "the bundle changed since this run began (sha256 %s, was %s); start a new run"
                .formatted(folder.digest(), input.bundleDigest()));
      }
    }
    return folder;
  }

  @Override
  public synchronized void close() {
    if (loaded != null) {
      loaded.close();
    }
  }
}
