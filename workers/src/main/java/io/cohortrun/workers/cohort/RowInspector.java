package io.cohortrun.workers.cohort;

import io.cohortrun.workers.manifest.ManifestRow;
import io.cohortrun.workers.slide.Roi;
import io.cohortrun.workers.slide.SlideFailure;
import io.cohortrun.workers.slide.SlideInfo;
import io.cohortrun.workers.slide.SlideInspection;
import io.cohortrun.workers.slide.SlideOpener;
import io.cohortrun.workers.slide.SlideReader;
import io.cohortrun.workers.slide.SlideSurvey;
import io.cohortrun.workers.slide.Survey;
import io.cohortrun.workers.slide.TileGrid;
import io.cohortrun.workers.store.SlideKey;
import io.cohortrun.workers.store.SlideKeyInputs;
import io.cohortrun.workers.store.SlideStager;
import io.cohortrun.workers.store.StagedSlide;
import io.cohortrun.workers.store.StoreFailure;
import io.cohortrun.workers.store.Stores;
import io.cohortrun.workflows.contract.Outcome;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at the slide of one row: found, opens, resolution, tissue, tiles. Whatever is wrong with a
 * slide ends in a code and a sentence; only a failing store or disk throws.
 */
final class RowInspector {

  private static final Logger log = LoggerFactory.getLogger(RowInspector.class);
  private static final long MOST_ROI_BYTES = 64L << 20;
  private static final int TRIES = 2;

  /**
   * What one look gave.
   *
   * @param mask PNG, or null where the look ended before it
   * @param thumbnail JPEG, or null where the look ended before it
   * @param keyInputs what the slide key was made of, or null where there is none
   * @param memoryKey under which a new look may be remembered; null for a remembered one
   * @param cause what ended the look, or null
   */
  record Found(
      SlideInspection inspection,
      byte[] mask,
      byte[] thumbnail,
      SlideKeyInputs keyInputs,
      String memoryKey,
      Throwable cause) {

    /** What was known without a look: nothing to index, to remember or to explain. */
    Found(SlideInspection inspection, byte[] mask, byte[] thumbnail) {
      this(inspection, mask, thumbnail, null, null, null);
    }
  }

  private final SlideOpener opener;
  private final SlideKeyMaker keys;

  RowInspector(SlideOpener opener, SlideKeyMaker keys) {
    this.opener = opener;
    this.keys = keys;
  }

  /** Names what is found. */
  SlideKeyMaker keys() {
    return keys;
  }

  /** Looks at a row; a code that may be chance (a decode child died) gets a second try. */
  Found inspect(SlideStager stage, SurveyMemory memory, ManifestRow row, SlideTerms terms)
      throws IOException {
    if (row.exclude() != null) {
      return new Found(Inspections.ended(row.row(), Outcome.Excluded, row.exclude()), null, null);
    }
    Found found = null;
    for (int tried = 0; tried < TRIES; tried++) {
      found = new Look(stage, memory, row, terms).run();
      Outcome outcome = found.inspection().outcome();
      if (outcome == null || !outcome.isRetryable()) {
        return found;
      }
      log.info("Row {}: {} in preflight, try {} of {}.", row.row(), outcome, tried + 1, TRIES);
    }
    return found;
  }

  /** One try, and what it has found so far. */
  private final class Look {

    private final SlideStager stage;
    private final SurveyMemory memory;
    private final ManifestRow row;
    private final SlideTerms terms;
    private String contentDigest = "";
    private long bytes;
    private SlideInfo info;
    private SlideSurvey surveying;
    private String memoryKey;

    Look(SlideStager stage, SurveyMemory memory, ManifestRow row, SlideTerms terms) {
      this.stage = stage;
      this.memory = memory;
      this.row = row;
      this.terms = terms;
    }

    Found run() throws IOException {
      try (StagedSlide staged = staged(row.uri())) {
        contentDigest = staged.contentDigest();
        bytes = staged.bytes();
        Roi roi = roi();
        memoryKey =
            memory.key(keys, terms, contentDigest, row.mpp(), roi == null ? "" : roi.digest());
        Optional<Found> known = memory.recall(memoryKey, row.row());
        if (known.isPresent()) {
          return known.get();
        }
        try (SlideReader reader = opener.open(staged.path())) {
          info = reader.info();
          return survey(reader, roi);
        }
      } catch (SlideFailure e) {
        return ended(e.code(), e.getMessage(), e);
      } catch (RuntimeException | StackOverflowError e) {
        log.warn("Row {}: preflight met a fault of its own.", row.row(), e);
        return ended(
            Outcome.Unreadable,
            "the file broke the reader (%s): open it in a viewer, and if it is sound, report it"
                .formatted(e.getClass().getSimpleName()),
            e);
      } catch (OutOfMemoryError e) {
        return ended(
            Outcome.TooLarge, "looking at the slide needs more memory than this worker has", e);
      }
    }

    /** A fault of this machine's disk that hits one slide must not stop all others. */
    private StagedSlide staged(String uri) throws SlideFailure, IOException {
      try {
        return stage.stage(uri);
      } catch (StoreFailure | ClosedByInterruptException e) {
        throw e;
      } catch (IOException e) {
        if (!Stores.isLocal(uri)) {
          throw e;
        }
        String reason =
            e instanceof FileSystemException f && f.getReason() != null
                ? f.getReason()
                : String.valueOf(e.getMessage());
        throw new SlideFailure(
            Outcome.Unreadable,
            "the file cannot be read from its disk (%s): check the path and the disk, or copy the slide elsewhere"
                .formatted(reason),
            e);
      }
    }

    private Roi roi() throws IOException, SlideFailure {
      if (row.roi() == null) {
        return null;
      }
      try (StagedSlide file = staged(row.roi())) {
        if (!Files.isRegularFile(file.path()) || file.bytes() > MOST_ROI_BYTES) {
          throw new SlideFailure(
              Outcome.Unreadable, "it is no GeoJSON file; export the regions again");
        }
        return Roi.parse(Files.readAllBytes(file.path()));
      } catch (SlideFailure e) {
        throw new SlideFailure(e.code(), "region of interest: " + e.getMessage(), e);
      }
    }

    private Found survey(SlideReader reader, Roi roi) throws SlideFailure {
      surveying =
          new SlideSurvey(
              reader,
              terms.settings(),
              terms.settings().targetMpp(terms.bundle().mpp()),
              terms.bundle().tilePx(),
              row.mpp() == null ? null : Double.valueOf(row.mpp()),
              roi);
      Survey survey = surveying.run();
      TileGrid grid = survey.grid();
      SlideKeyInputs key =
          keys.inputs(terms, contentDigest, info, survey, roi == null ? "" : roi.digest());
      return new Found(
          inspection(
              null,
              "",
              survey.mpp(),
              survey.mppSource(),
              grid,
              SlideKey.of(key),
              survey.warnings()),
          survey.mask().toPng(),
          survey.thumbnail().toJpeg(),
          key,
          memoryKey,
          null);
    }

    private Found ended(Outcome outcome, String message, Throwable cause) {
      boolean knowsMpp = surveying != null && surveying.mpp() != null;
      return new Found(
          inspection(
              outcome,
              message,
              knowsMpp ? surveying.mpp().value() : Double.NaN,
              knowsMpp ? surveying.mpp().source() : "",
              null,
              "",
              surveying == null ? List.of() : surveying.warnings()),
          surveying == null || surveying.mask() == null ? null : surveying.mask().toPng(),
          surveying == null || surveying.thumbnail() == null
              ? null
              : surveying.thumbnail().toJpeg(),
          null,
          memoryKey,
          cause);
    }

    private SlideInspection inspection(
        Outcome outcome,
        String message,
        double mpp,
        String mppSource,
        TileGrid grid,
        String key,
        List<String> warnings) {
      return new SlideInspection(
          row.row(),
          outcome,
          message,
          contentDigest,
          bytes,
          info == null ? "" : info.reader() + " " + info.readerVersion(),
          mpp,
          mppSource,
          info == null ? 0 : info.base().width(),
          info == null ? 0 : info.base().height(),
          grid == null ? 0 : grid.columns(),
          grid == null ? 0 : grid.rows(),
          grid == null ? 0 : grid.tiles().size(),
          key,
          warnings);
    }
  }
}
