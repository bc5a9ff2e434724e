package io.cohortrun.workers.slide.read;

import io.cohortrun.workers.slide.SlideFailure;
import io.cohortrun.workers.slide.SlideInfo;
import io.cohortrun.workers.slide.SlideOpener;
import io.cohortrun.workers.slide.SlideReader;
import io.cohortrun.workers.slide.read.tiff.PixelFacts;
import io.cohortrun.workers.slide.read.tiff.TiffDirectory;
import io.cohortrun.workers.slide.read.tiff.TiffFile;
import io.cohortrun.workers.slide.read.tiff.TiffKind;
import io.cohortrun.workers.slide.read.tiff.TiffReader;
import io.cohortrun.workflows.contract.Outcome;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/**
 * The readers of this process, chosen by a file's content: OpenSlide first, then the TIFF reader.
 * OME-TIFF goes to the TIFF reader at once, since OpenSlide sees neither its pyramid nor its
 * channels. Works without OpenSlide; what only OpenSlide reads then says so.
 */
public final class Readers implements SlideOpener {

  private final OpenSlideLibrary.Search openSlide;

  /** With the OpenSlide that this machine has, if any. */
  public Readers() {
    this(OpenSlideLibrary.search(OpenSlideDiscovery.ofThisProcess()));
  }

  Readers(OpenSlideLibrary.Search openSlide) {
    this.openSlide = openSlide;
  }

  /**
   * Names and versions of all readers of this process, for {@code run.json} and for whatever may be
   * remembered only as long as no reader changes: {@code openslide 4.0.0, tiff tiff-1+jdk25}.
   */
  public String versions() {
    return openSlide.library().map(library -> "openslide " + library.version() + ", ").orElse("")
        + "tiff "
        + TiffReader.VERSION;
  }

  @Override
  public SlideReader open(Path slide) throws SlideFailure {
    try {
      if (!Files.exists(slide)) {
        throw new SlideFailure(Outcome.NotFound, "There is no such file or folder.");
      }
      Path file = Files.isDirectory(slide) ? SlideSet.mainFile(slide) : slide;
      return openFile(file);
    } catch (AccessDeniedException e) {
      throw new SlideFailure(
          Outcome.AccessDenied, "The file may not be read: check its permissions.", e);
    } catch (IOException e) {
      throw new SlideFailure(
          Outcome.Unreadable,
          "Reading the file failed: " + Words.clean(e.getMessage(), slide.toString()),
          e);
    }
  }

  private SlideReader openFile(Path file) throws IOException, SlideFailure {
    SlideFormat format = SlideFormat.of(file);
    return switch (format) {
      case EMPTY ->
          throw new SlideFailure(
              Outcome.Truncated, "The file is empty: copy it again from its source.");
      case MIRAX_ALONE ->
          throw new SlideFailure(
              Outcome.Truncated,
              "The slide's folder is missing beside %s: copy the folder of the same name, with its Slidedat.ini, to that place."
                  .formatted(file.getFileName()));
      case TIFF -> openTiff(file);
      case DICOM -> openDicom(file);
      case MIRAX, VMS, SQLITE, CZI -> withOpenSlide(format, file, FileFacts.COLOUR);
      case JPEG, PNG, UNKNOWN ->
          throw new SlideFailure(
              Outcome.UnsupportedFormat,
              "The file is %s: give the scanner's own file, or a tiled TIFF with its resolution."
                  .formatted(format.words()));
    };
  }

  private SlideReader openTiff(Path file) throws IOException, SlideFailure {
    FileFacts facts = FileFacts.COLOUR;
    TiffKind kind;
    try (TiffFile tiff = TiffFile.open(file)) {
      kind = TiffKind.of(tiff);
      if (kind != TiffKind.HAMAMATSU) {
        facts = facts(tiff);
      }
    } catch (SlideFailure e) {
      // NDPI above 4 GiB stretches classic TIFF: only OpenSlide can judge it.
      if (Files.size(file) > 0xFFFFFFFFL && openSlide.library().isPresent()) {
        return withOpenSlide(SlideFormat.TIFF, file, facts);
      }
      throw e;
    }
    boolean known =
        kind != TiffKind.OME
            && openSlide
                .library()
                .map(library -> library.calls().detectVendor(file.toString()).isPresent())
                .orElse(false);
    if (!known) {
      return TiffReader.open(file);
    }
    if (!kind.readWithoutOpenSlide()) {
      return withOpenSlide(SlideFormat.TIFF, file, facts);
    }
    TiffReader.checkStored(file);
    try {
      return withOpenSlide(SlideFormat.TIFF, file, facts);
    } catch (SlideFailure e) {
      return TiffReader.open(file); // or says more exactly why not
    }
  }

  /** OpenSlide turns grey, palette and 16 bit into RGB without a word; the tags decide first. */
  private static FileFacts facts(TiffFile tiff) throws IOException, SlideFailure {
    TiffDirectory base = tiff.pages().getFirst();
    return new FileFacts(
        PixelFacts.channels(base), PixelFacts.bits(base), base.micrometresX(), base.micrometresY());
  }

  private SlideReader openDicom(Path file) throws IOException, SlideFailure {
    DicomHeader header = DicomHeader.read(file);
    String flavour = header.flavour();
    if (!header.isWholeSlide()) {
      throw new SlideFailure(
          Outcome.UnsupportedFormat,
          "The DICOM file is no whole-slide microscopy image: give the slide's own instances.");
    }
    if (flavour.equals("LABEL") || flavour.equals("OVERVIEW")) {
      throw new SlideFailure(
          Outcome.UnsupportedFormat,
          "The DICOM file is the slide's %s photo, which is never analysed: give the VOLUME instances."
              .formatted(flavour.toLowerCase(Locale.ROOT)));
    }
    // 0 where the header does not say: OpenSlide then judges the frames.
    if ((header.samples() != 3 && header.samples() != 0)
        || (header.bits() != 8 && header.bits() != 0)) {
      throw new SlideFailure(
          Outcome.UnsupportedPixels,
          "Pixels are stored as %d x %d-bit; 8-bit RGB is needed, so export the slide as brightfield RGB."
              .formatted(header.samples(), header.bits()));
    }
    if (openSlide.library().isPresent() && !openSlide.library().get().atLeast4()) {
      throw new SlideFailure(
          Outcome.UnsupportedFormat,
          "DICOM slides need OpenSlide 4.0 or newer, and this machine has %s: run ./cohort setup."
              .formatted(openSlide.library().get().version()));
    }
    return withOpenSlide(
        SlideFormat.DICOM, file, new FileFacts(header.samples(), header.bits(), null, null));
  }

  private SlideReader withOpenSlide(SlideFormat format, Path file, FileFacts facts)
      throws SlideFailure {
    OpenSlideLibrary library =
        openSlide
            .library()
            .orElseThrow(
                () ->
                    new SlideFailure(
                        Outcome.UnsupportedFormat,
                        "The file is %s, which only OpenSlide reads%s: install it with ./cohort setup."
                            .formatted(format.words(), refusals())));
    MemorySegment slide = OpenSlideReader.openHandle(library.calls(), file.toString());
    try {
      SlideInfo info = OpenSlideInfo.of(library, slide, facts);
      return new OpenSlideReader(library.calls(), file.toString(), info, slide);
    } catch (SlideFailure | RuntimeException e) {
      library.calls().close(slide);
      throw e;
    }
  }

  private String refusals() {
    return openSlide.refused().isEmpty() ? "" : " (" + String.join("; ", openSlide.refused()) + ")";
  }
}
