package io.cohortrun.workers.slide.read.tiff;

import io.cohortrun.workers.slide.SlideFailure;
import java.io.IOException;

/** Which maker's layout a TIFF follows, told by its tags. */
public enum TiffKind {
  APERIO("aperio", true),
  OME("ome-tiff", true),
  GENERIC("generic-tiff", true),
  /** JPEG strips as large as the slide, offsets beyond 32 bits. */
  HAMAMATSU("hamamatsu", false),
  /** Several regions on one canvas. */
  LEICA("leica", false),
  /** Tiles that overlap. */
  VENTANA("ventana", false),
  /** Padded levels. */
  PHILIPS("philips", false),
  TRESTLE("trestle", false);

  private static final int TAIL = 65536;
  private static final int MAX_LOOKED_AT = 16;

  private final String vendor;
  private final boolean ours;

  TiffKind(String vendor, boolean ours) {
    this.vendor = vendor;
    this.ours = ours;
  }

  /** As OpenSlide names it. */
  public String vendor() {
    return vendor;
  }

  /** Whether {@link TiffReader} understands the layout; others need OpenSlide. */
  public boolean readWithoutOpenSlide() {
    return ours;
  }

  /** Tells the kind by the first directory. */
  public static TiffKind of(TiffFile file) throws IOException, SlideFailure {
    TiffDirectory first = file.pages().getFirst();
    if (first.has(Tag.NDPI)) {
      return HAMAMATSU;
    }
    String description = first.text(Tag.DESCRIPTION);
    if (description.startsWith("Aperio")) {
      return APERIO;
    }
    if (OmeImage.describes(description)) {
      return OME;
    }
    String head = description.substring(0, Math.min(TAIL, description.length()));
    if (head.contains("<scn")) {
      return LEICA;
    }
    if (head.contains("DPUfsImport")) {
      return PHILIPS;
    }
    if (first.text(Tag.SOFTWARE).startsWith("MedScan")) {
      return TRESTLE;
    }
    for (TiffDirectory page :
        file.pages().subList(0, Math.min(MAX_LOOKED_AT, file.pages().size()))) {
      if (page.text(Tag.XMP).contains("iScan")) {
        return VENTANA;
      }
    }
    return GENERIC;
  }
}
