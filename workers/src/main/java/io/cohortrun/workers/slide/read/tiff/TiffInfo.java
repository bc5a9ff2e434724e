package io.cohortrun.workers.slide.read.tiff;

import io.cohortrun.workers.slide.SlideFailure;
import io.cohortrun.workers.slide.SlideInfo;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** What a TIFF says of itself, in the words of {@link SlideInfo}. */
final class TiffInfo {

  /** Part of every slide key: raise it when a pixel of any file may come out differently. */
  static final String VERSION = "tiff-1+jdk" + Runtime.version().feature();

  private TiffInfo() {}

  static SlideInfo of(TiffKind kind, Pyramid pyramid, List<TiffLayout> layouts)
      throws IOException, SlideFailure {
    TiffDirectory base = pyramid.levels().getFirst();
    List<SlideInfo.Level> levels = new ArrayList<>();
    double width = layouts.getFirst().width();
    double height = layouts.getFirst().height();
    for (TiffLayout layout : layouts) {
      double downsample = (width / layout.width() + height / layout.height()) / 2;
      levels.add(new SlideInfo.Level(layout.width(), layout.height(), downsample));
    }
    SortedMap<String, String> aperio =
        kind == TiffKind.APERIO
            ? AperioDescription.parse(base.text(Tag.DESCRIPTION))
            : new TreeMap<>();
    OmeImage ome = pyramid.ome();
    SortedMap<String, String> kept = new TreeMap<>();
    for (String name : List.of("AppMag", "MPP", "ScanScope ID")) {
      if (aperio.containsKey(name)) {
        kept.put("aperio." + name, aperio.get(name));
      }
    }
    kept.put("icc", String.valueOf(base.has(Tag.ICC)));
    kept.put("tiff.compression", String.valueOf(layouts.getFirst().compression()));
    kept.put("tiff.layout", layouts.getFirst().tiled() ? "tiles" : "strips");
    return new SlideInfo(
        "tiff",
        VERSION,
        kind.vendor(),
        List.copyOf(levels),
        0xFFFFFF,
        new SlideInfo.Resolution(
            aperio.get("MPP"),
            aperio.get("MPP"),
            ome == null ? null : ome.micrometresX(),
            ome == null ? null : ome.micrometresY(),
            base.micrometresX(),
            base.micrometresY(),
            aperio.get("AppMag")),
        PixelFacts.channels(base),
        PixelFacts.bits(base),
        new SlideInfo.Rect(0, 0, layouts.getFirst().width(), layouts.getFirst().height()),
        kept);
  }
}
