package io.cohortrun.workers.slide.read;

import io.cohortrun.workers.slide.SlideFailure;
import io.cohortrun.workers.slide.SlideInfo;
import io.cohortrun.workflows.contract.Outcome;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;

/** What OpenSlide says of an open slide, in the words of {@link SlideInfo}. */
final class OpenSlideInfo {

  /** Kept properties; all others may carry names, dates or label text and stay in the file. */
  private static final Set<String> KEPT =
      Set.of(
          "aperio.AppMag",
          "aperio.MPP",
          "aperio.ScanScope ID",
          "dicom.Manufacturer",
          "dicom.ManufacturerModelName",
          "hamamatsu.Product",
          "hamamatsu.SourceLens",
          "leica.device-model",
          "mirax.GENERAL.OBJECTIVE_MAGNIFICATION",
          "openslide.background-color",
          "openslide.bounds-height",
          "openslide.bounds-width",
          "openslide.bounds-x",
          "openslide.bounds-y",
          "openslide.icc-size",
          "openslide.mpp-x",
          "openslide.mpp-y",
          "openslide.objective-power",
          "openslide.vendor",
          "philips.DICOM_MANUFACTURER",
          "tiff.Make",
          "tiff.Model",
          "tiff.ResolutionUnit",
          "tiff.Software",
          "tiff.XResolution",
          "tiff.YResolution",
          "ventana.ScannerModel");

  private OpenSlideInfo() {}

  /**
   * Describes an open handle.
   *
   * @param facts what the file itself says of its pixels and resolution tags
   * @throws SlideFailure Unreadable where a level has no pixels
   */
  static SlideInfo of(OpenSlideLibrary library, MemorySegment slide, FileFacts facts)
      throws SlideFailure {
    OpenSlideCalls calls = library.calls();
    SortedMap<String, String> kept = calls.properties(slide, KEPT);
    List<SlideInfo.Level> levels = new ArrayList<>();
    for (int i = 0; i < calls.levelCount(slide); i++) {
      long[] size = calls.levelDimensions(slide, i);
      levels.add(new SlideInfo.Level(size[0], size[1], calls.levelDownsample(slide, i)));
    }
    if (levels.isEmpty() || levels.getFirst().width() <= 0 || levels.getFirst().height() <= 0) {
      throw new SlideFailure(
          Outcome.Unreadable, "OpenSlide opens the slide but finds no level with pixels in it.");
    }
    String vendor = kept.getOrDefault("openslide.vendor", "unknown");
    kept.put("icc", String.valueOf(kept.remove("openslide.icc-size") != null));
    return new SlideInfo(
        "openslide",
        library.version(),
        vendor,
        List.copyOf(levels),
        background(kept),
        resolution(vendor, kept, facts),
        facts.channels(),
        facts.bits(),
        bounds(kept, levels.getFirst()),
        kept);
  }

  /**
   * For generic TIFF, OpenSlide 4 takes mpp from the resolution tag without judging its unit or the
   * 72 dpi of a word processor, and 3.4.1 gives none: there the tag itself speaks.
   */
  private static SlideInfo.Resolution resolution(
      String vendor, SortedMap<String, String> all, FileFacts facts) {
    boolean fromTag = vendor.equals("generic-tiff");
    String x = fromTag ? null : all.getOrDefault("openslide.mpp-x", all.get("aperio.MPP"));
    String y = fromTag ? null : all.getOrDefault("openslide.mpp-y", all.get("aperio.MPP"));
    return new SlideInfo.Resolution(
        x, y, null, null, facts.tiffX(), facts.tiffY(), all.get("openslide.objective-power"));
  }

  private static int background(SortedMap<String, String> all) {
    String colour = all.getOrDefault("openslide.background-color", "");
    return colour.matches("[0-9A-Fa-f]{6}") ? Integer.parseInt(colour, 16) : 0xFFFFFF;
  }

  private static SlideInfo.Rect bounds(SortedMap<String, String> all, SlideInfo.Level base) {
    SlideInfo.Rect whole = new SlideInfo.Rect(0, 0, base.width(), base.height());
    try {
      long x = Math.clamp(Long.parseLong(all.get("openslide.bounds-x")), 0, base.width());
      long y = Math.clamp(Long.parseLong(all.get("openslide.bounds-y")), 0, base.height());
      long width = Math.min(Long.parseLong(all.get("openslide.bounds-width")), base.width() - x);
      long height = Math.min(Long.parseLong(all.get("openslide.bounds-height")), base.height() - y);
      return width > 0 && height > 0 ? new SlideInfo.Rect(x, y, width, height) : whole;
    } catch (NumberFormatException e) {
      return whole; // absent, or not a number: the whole level
    }
  }
}
