package io.cohortrun.workers.shard;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.cohortrun.workers.canonical.Json;
import io.cohortrun.workers.manifest.ManifestRow;
import io.cohortrun.workers.store.ObjectStore;
import io.cohortrun.workers.store.RunLayout;
import io.cohortrun.workflows.contract.Outcome;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Optional;

/**
 * What is kept of a failed slide for the person who looks at it, under {@code failures/<row>/}:
 * {@code failure.json}, {@code thumbnail.jpg} where preflight made one, and {@code reader.log} with
 * what the program saw.
 */
public final class FailureBundle {

  /** Name of the file that tells what happened. */
  public static final String JSON = "failure.json";

  private static final String LOG = "reader.log";
  private static final String THUMBNAIL = "thumbnail.jpg";

  private final ObjectStore store;
  private final RunLayout layout;

  /** Over one attempt. */
  public FailureBundle(ObjectStore store, RunLayout layout) {
    this.store = store;
    this.layout = layout;
  }

  /**
   * {@code failure.json}.
   *
   * @param format {@value #FORMAT}
   * @param row manifest row
   * @param slideId as in the manifest
   * @param uri as in the manifest
   * @param code of the ledger
   * @param message one sentence that a person can act on
   * @param reader name and version, empty where nothing opened it
   * @param mpp micrometres per level-0 pixel, absent where unknown
   * @param slideKey hex, empty where no key could be made
   * @param tryAgain the command that tries it again once the cause is gone
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Failure(
      String format,
      int row,
      String slideId,
      String uri,
      Outcome code,
      String message,
      String reader,
      Double mpp,
      String slideKey,
      String tryAgain) {

    /** The shape this code writes. */
    public static final String FORMAT = "cohortrun.failure/1";
  }

  /** Whether a row has its bundle. */
  public boolean exists(int row) throws IOException {
    return store.stat(layout.failure(row) + JSON).isPresent();
  }

  /**
   * Writes or replaces the bundle of a row.
   *
   * @param outcome a failure
   * @param row the slide as the manifest names it
   * @param cause what was thrown, or null where nobody threw
   */
  public void write(SlideOutcome outcome, ManifestRow row, Throwable cause) throws IOException {
    String folder = layout.failure(outcome.row());
    if (cause != null) {
      log(outcome.row(), cause);
    }
    Optional<byte[]> thumbnail = store.get(layout.thumbnail(outcome.row()));
    if (thumbnail.isPresent()) {
      store.putUnsynced(folder + THUMBNAIL, thumbnail.get());
    }
    store.putUnsynced(
        folder + JSON,
        Json.MAPPER.writerWithDefaultPrettyPrinter().writeValueAsBytes(failure(outcome, row)));
  }

  /**
   * Writes or replaces {@code reader.log} alone: where a look ends, its row's outcome is still
   * open.
   */
  public void log(int row, Throwable cause) throws IOException {
    store.putUnsynced(layout.failure(row) + LOG, trace(cause).getBytes(UTF_8));
  }

  private static Failure failure(SlideOutcome o, ManifestRow row) {
    return new Failure(
        Failure.FORMAT,
        o.row(),
        row.slideId(),
        row.uri(),
        o.outcome(),
        o.message(),
        o.reader(),
        Double.isNaN(o.mpp()) ? null : o.mpp(),
        o.slideKey(),
        "cohort retry -f <your CohortRun YAML> --code " + o.outcome());
  }

  private static String trace(Throwable cause) {
    var text = new StringWriter();
    cause.printStackTrace(new PrintWriter(text, true));
    return text.toString();
  }
}
