package io.cohortrun.workers.cohort;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.cohortrun.workers.canonical.Json;
import io.cohortrun.workers.canonical.Sha256;
import io.cohortrun.workers.cohort.RowInspector.Found;
import io.cohortrun.workers.slide.SlideInspection;
import io.cohortrun.workers.store.ObjectStore;
import io.cohortrun.workers.store.SlideKeyInputs;
import io.cohortrun.workflows.contract.Outcome;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Remembers in the output store what a look at a slide gave, so that a killed preflight, a retry or
 * an overlapping cohort does not open the slide again. Losing it costs time only. Looks that failed
 * are not remembered: another reader or a repaired file may do better.
 */
final class SurveyMemory {

  private static final String PREFIX = "surveys/";

  private final ObjectStore store;
  private final String readers;

  /**
   * What is stored: pictures stay with the run that made them.
   *
   * @param maskKey of the mask, or null
   * @param thumbnailKey of the thumbnail, or null
   */
  private record Remembered(
      SlideInspection inspection, String maskKey, String thumbnailKey, SlideKeyInputs keyInputs) {}

  /**
   * Over one output store.
   *
   * @param readers names and versions of all readers here: others may see a slide differently
   */
  SurveyMemory(ObjectStore store, String readers) {
    this.store = store;
    this.readers = readers;
  }

  /** Names a look by all that it depends on. */
  String key(
      SlideKeyMaker release, SlideTerms terms, String contentDigest, String mpp, String roiDigest) {
    List<Object> parts = new ArrayList<>();
    parts.addAll(Arrays.asList(2, release, readers, contentDigest, mpp, roiDigest));
    parts.addAll(List.of(terms.bundle(), terms.bundleDigest(), terms.settings()));
    try {
      String digest = Sha256.of(Json.MAPPER.writeValueAsBytes(parts));
      return PREFIX + digest.substring(0, 2) + "/" + digest + ".json";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("terms are plain values", e);
    }
  }

  /** What an earlier look gave, told of {@code row}. */
  Optional<Found> recall(String key, int row) throws IOException {
    Optional<byte[]> json = store.get(key);
    if (json.isEmpty()) {
      return Optional.empty();
    }
    Remembered known;
    try {
      known = Json.MAPPER.readValue(json.get(), Remembered.class);
    } catch (IOException damaged) {
      return Optional.empty();
    }
    Optional<byte[]> mask = store.get(known.maskKey());
    Optional<byte[]> thumbnail = store.get(known.thumbnailKey());
    return mask.isEmpty() || thumbnail.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Found(
                Inspections.ofRow(known.inspection(), row),
                mask.get(),
                thumbnail.get(),
                known.keyInputs(),
                null,
                null));
  }

  /** Notes what a new look gave, once its pictures are stored under these keys. */
  void remember(Found found, String maskKey, String thumbnailKey) throws IOException {
    Outcome outcome = found.inspection().outcome();
    if (found.memoryKey() == null
        || found.mask() == null
        || found.thumbnail() == null
        || (outcome != null && outcome != Outcome.NoTissue)) {
      return;
    }
    store.putUnsynced(
        found.memoryKey(),
        Json.MAPPER.writeValueAsBytes(
            new Remembered(found.inspection(), maskKey, thumbnailKey, found.keyInputs())));
  }
}
