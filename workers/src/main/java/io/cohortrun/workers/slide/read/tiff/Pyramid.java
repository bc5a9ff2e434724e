package io.cohortrun.workers.slide.read.tiff;

import io.cohortrun.workers.slide.SlideFailure;
import io.cohortrun.workflows.contract.Outcome;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * The directories of one scan, finest first; label, macro and thumbnail are left behind.
 *
 * @param levels at least one
 * @param ome the image of an OME-TIFF, else null
 */
record Pyramid(List<TiffDirectory> levels, OmeImage ome) {

  private static final double SHAPE_TOLERANCE = 0.02;

  /**
   * Finds the pyramid.
   *
   * @throws SlideFailure UnsupportedPixels for stacks and channel pages, UnsupportedFormat for
   *     several scans in one file: a choice between them is the user's
   */
  static Pyramid of(TiffFile file, TiffKind kind) throws IOException, SlideFailure {
    if (kind == TiffKind.OME) {
      return ofOme(file);
    }
    List<TiffDirectory> pages = file.pages();
    TiffDirectory base = pages.getFirst();
    List<TiffDirectory> levels = new ArrayList<>(List.of(base));
    for (TiffDirectory page : pages.subList(1, pages.size())) {
      if (kind == TiffKind.APERIO ? isAperioLevel(base, page) : isReduced(base, page)) {
        levels.add(page);
      } else if (kind == TiffKind.GENERIC && sameSize(base, page) && !isMask(page)) {
        throw new SlideFailure(
            Outcome.UnsupportedPixels,
            "The TIFF holds several pages of one size (channels, planes or times): export the H&E page alone.");
      }
    }
    addSubDirectories(file, base, levels);
    return new Pyramid(sorted(levels), null);
  }

  private static Pyramid ofOme(TiffFile file) throws IOException, SlideFailure {
    String description = file.pages().getFirst().text(Tag.DESCRIPTION);
    List<OmeImage> scans =
        OmeImage.parse(description).stream()
            .filter(i -> !i.aside() && i.ifd() < file.pages().size())
            .sorted(Comparator.comparingLong((OmeImage i) -> i.width() * i.height()).reversed())
            .toList();
    if (scans.isEmpty()) {
      throw new SlideFailure(Outcome.Unreadable, "The OME-XML names no image that is in the file.");
    }
    OmeImage scan = scans.getFirst();
    for (OmeImage other : scans.subList(1, scans.size())) {
      if (!sameShape(scan.width(), scan.height(), other.width(), other.height())
          || other.width() == scan.width()) {
        throw new SlideFailure(
            Outcome.UnsupportedFormat,
            "The OME-TIFF holds %d scans: export each to a file of its own."
                .formatted(scans.size()));
      }
    }
    TiffDirectory base = file.pages().get(scan.ifd());
    if (scan.planes() > PixelFacts.channels(base)) {
      throw new SlideFailure(
          Outcome.UnsupportedPixels,
          "The OME-TIFF holds %d channels or planes; one 8-bit RGB image is needed, so export the H&E alone."
              .formatted(scan.planes()));
    }
    List<TiffDirectory> levels = new ArrayList<>(List.of(base));
    addSubDirectories(file, base, levels);
    return new Pyramid(sorted(levels), scan);
  }

  private static void addSubDirectories(
      TiffFile file, TiffDirectory base, List<TiffDirectory> levels)
      throws IOException, SlideFailure {
    for (long offset : base.longs(Tag.SUB_IFDS)) {
      TiffDirectory reduced = file.directory(offset);
      if (smaller(base, reduced)) {
        levels.add(reduced);
      }
    }
  }

  private static boolean isAperioLevel(TiffDirectory base, TiffDirectory page)
      throws IOException, SlideFailure {
    String description = page.text(Tag.DESCRIPTION).toLowerCase(Locale.ROOT);
    boolean aside = description.contains("label") || description.contains("macro");
    return page.has(Tag.TILE_OFFSETS) && !aside && smaller(base, page);
  }

  private static boolean isReduced(TiffDirectory base, TiffDirectory page)
      throws IOException, SlideFailure {
    return (page.number(Tag.SUBFILE_TYPE, 0) & 1) == 1 && smaller(base, page);
  }

  private static boolean isMask(TiffDirectory page) throws IOException, SlideFailure {
    return (page.number(Tag.SUBFILE_TYPE, 0) & 4) != 0;
  }

  private static boolean smaller(TiffDirectory base, TiffDirectory page)
      throws IOException, SlideFailure {
    long width = page.number(Tag.WIDTH, 0);
    return width > 0
        && width < base.number(Tag.WIDTH, 0)
        && sameShape(
            base.number(Tag.WIDTH, 0),
            base.number(Tag.HEIGHT, 0),
            width,
            page.number(Tag.HEIGHT, 0));
  }

  private static boolean sameSize(TiffDirectory base, TiffDirectory page)
      throws IOException, SlideFailure {
    return page.number(Tag.WIDTH, 0) == base.number(Tag.WIDTH, 0)
        && page.number(Tag.HEIGHT, 0) == base.number(Tag.HEIGHT, 0);
  }

  /** Same aspect within 2 %, or within the pixel that a small level rounds away. */
  private static boolean sameShape(long w0, long h0, long w1, long h1) {
    if (w1 <= 0 || h1 <= 0) {
      return false;
    }
    double acrossX = (double) w0 / w1;
    double expected = h0 / acrossX;
    return Math.abs(h1 - expected) <= Math.max(1.0, expected * SHAPE_TOLERANCE);
  }

  private static List<TiffDirectory> sorted(List<TiffDirectory> levels)
      throws IOException, SlideFailure {
    record Sized(long width, TiffDirectory directory) {}
    List<Sized> sized = new ArrayList<>();
    for (TiffDirectory level : levels) {
      sized.add(new Sized(level.number(Tag.WIDTH, 0), level));
    }
    sized.sort(Comparator.comparingLong(Sized::width).reversed());
    return sized.stream().map(Sized::directory).toList();
  }
}
