package io.cohortrun.workers.cohort;

import io.cohortrun.workers.canonical.Json;
import io.cohortrun.workers.canonical.JsonLines;
import io.cohortrun.workers.manifest.Manifest;
import io.cohortrun.workers.manifest.ManifestRow;
import io.cohortrun.workers.shard.RunView;
import io.cohortrun.workers.slide.SlideInspection;
import io.cohortrun.workers.store.ObjectStore;
import io.cohortrun.workflows.contract.CohortInput;
import io.cohortrun.workflows.contract.RunRef;
import io.cohortrun.workflows.plan.PlannedPartition;
import io.cohortrun.workflows.plan.PlannedShard;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * A planned attempt as its shards see it; reads each frozen file at most once, and inspections by
 * the file that holds the row.
 */
public final class StoredRun implements RunView {

  private final RunFiles files;
  private CohortInput input;
  private Manifest manifest;
  private List<String> inspectionKeys;
  private String cachedKey = "";
  private List<SlideInspection> cached = List.of();
  private int partition = -1;
  private PlannedPartition planned;

  public StoredRun(ObjectStore store, RunRef run) {
    this.files = new RunFiles(store, run);
  }

  @Override
  public RunRef run() {
    return files.run();
  }

  @Override
  public ObjectStore store() {
    return files.store();
  }

  @Override
  public synchronized CohortInput input() throws IOException {
    if (input == null) {
      input = files.input();
    }
    return input;
  }

  @Override
  public synchronized PlannedShard shard(int ofPartition, int shard) throws IOException {
    if (partition != ofPartition) {
      planned =
          Json.MAPPER.readValue(
              files.require(files.layout().planPartition(ofPartition)), PlannedPartition.class);
      partition = ofPartition;
    }
    return planned.shards().get(shard);
  }

  @Override
  public synchronized SlideInspection inspection(int row) throws IOException {
    if (inspectionKeys == null) {
      inspectionKeys = new ArrayList<>(files.store().list(files.layout().inspections()));
    }
    String key = null;
    for (String candidate : inspectionKeys) {
      if (firstRow(candidate) <= row) {
        key = candidate;
      }
    }
    if (key == null) {
      throw new IOException("row " + row + " was not inspected");
    }
    if (!key.equals(cachedKey)) {
      cached = JsonLines.read(files.require(key), SlideInspection.class);
      cachedKey = key;
    }
    return cached.get(row - firstRow(key));
  }

  @Override
  public synchronized ManifestRow row(int row) throws IOException {
    if (manifest == null) {
      manifest = files.manifest();
    }
    return manifest.rows().get(row);
  }

  /** Keys end in {@code <from>-<to>.jsonl}, sorted. */
  private static int firstRow(String key) {
    String name = key.substring(key.lastIndexOf('/') + 1);
    return Integer.parseInt(name.substring(0, name.indexOf('-')));
  }
}
