package io.cohortrun.workers.model.imported;

import io.cohortrun.workers.model.Bundle.Channel;
import java.util.List;

/** The published networks' outputs, in order: 21 that are analysed and two of background. */
final class Panel {

  private static final double THRESHOLD = 0.5;

  static final List<Channel> CHANNELS =
      List.of(
          new Channel("DAPI", "nuclear", THRESHOLD, 0x0066FF),
          new Channel("TRITC", "background", THRESHOLD, 0x808080),
          new Channel("Cy5", "background", THRESHOLD, 0x606060),
          marker("PD-1", 0xFF8C00),
          marker("CD14", 0xB8860B),
          marker("CD4", 0x00FFFF),
          marker("T-bet", 0x8A2BE2),
          marker("CD34", 0xDC143C),
          marker("CD68", 0xFFA07A),
          marker("CD16", 0xD2691E),
          marker("CD11c", 0xBDB76B),
          marker("CD138", 0x9ACD32),
          marker("CD20", 0x7FFF00),
          marker("CD3", 0xFF00FF),
          marker("CD8", 0xFFFF00),
          marker("PD-L1", 0xFF4500),
          marker("CK", 0x00FF00),
          marker("Ki67", 0xFF1493),
          marker("Tryptase", 0xF0E68C),
          marker("Actin-D", 0x20B2AA),
          marker("Caspase3-D", 0xFF6347),
          marker("PHH3-B", 0xE6E6FA),
          marker("Transgelin", 0x87CEEB));

  private Panel() {}

  private static Channel marker(String id, int colour) {
    return new Channel(id, "marker", THRESHOLD, colour);
  }
}
