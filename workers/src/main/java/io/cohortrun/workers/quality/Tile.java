package io.cohortrun.workers.quality;

import io.cohortrun.workers.table.BadTable;
import java.awt.Rectangle;
import java.awt.image.BufferedImage;
import java.awt.image.Raster;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A square of a region.
 *
 * @param rgb SIDE * SIDE * 3 bytes of the H&E stain, row-major interleaved
 * @param real channel id to [SIDE * SIDE] what is positive
 */
record Tile(byte[] rgb, Map<String, boolean[]> real) {

  /** Side in pixels. */
  static final int SIDE = 512;

  /** Real images are labels: 0 and 255. */
  private static final int POSITIVE = 127;

  /** Where a tile lies. */
  record Place(Region region, int left, int top) {

    /** All whole tiles of a region; what is left at the right and at the bottom is not judged. */
    static List<Place> of(Region region) throws BadTable, IOException {
      Rectangle whole = RegionImages.bounds(region);
      List<Place> places = new ArrayList<>();
      for (int top = 0; top + SIDE <= whole.height; top += SIDE) {
        for (int left = 0; left + SIDE <= whole.width; left += SIDE) {
          places.add(new Place(region, left, top));
        }
      }
      return places;
    }

    /**
     * Reads it.
     *
     * @param channels that are wanted, as far as there are images of them
     */
    Tile read(List<String> channels) throws BadTable, IOException {
      Rectangle square = new Rectangle(left, top, SIDE, SIDE);
      BufferedImage he = RegionImages.he(region, square);
      byte[] rgb = new byte[SIDE * SIDE * 3];
      for (int at = 0; at < SIDE * SIDE; at++) {
        int pixel = he.getRGB(at % SIDE, at / SIDE);
        rgb[3 * at] = (byte) (pixel >> 16);
        rgb[3 * at + 1] = (byte) (pixel >> 8);
        rgb[3 * at + 2] = (byte) pixel;
      }
      Map<String, boolean[]> real = new LinkedHashMap<>();
      for (var file : RegionImages.channels(region, channels).entrySet()) {
        Raster image = RegionImages.channel(region, file.getValue(), square).getRaster();
        boolean[] positive = new boolean[SIDE * SIDE];
        for (int at = 0; at < positive.length; at++) {
          positive[at] = image.getSample(at % SIDE, at / SIDE, 0) > POSITIVE;
        }
        real.put(file.getKey(), positive);
      }
      return new Tile(rgb, real);
    }
  }
}
