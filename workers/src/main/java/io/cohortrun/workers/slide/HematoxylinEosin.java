package io.cohortrun.workers.slide;

/**
 * The colour rule of the default mask, on optical densities in 1/10000 against white: OD(v) =
 * round(10000 log10(255 / max(v, 1))).
 *
 * <p>A cell is dense where its mean density is at least 0.055. A dense cell has the colour of H&E
 * where, less the 0.02 of clear glass, blue is at most 3/4 of green and red at most 11/10 of green:
 * haematoxylin and eosin both absorb green most. Red pen absorbs blue as well, green pen red, blue
 * pen red above all, and black pen, shadow and dirt absorb all alike.
 */
final class HematoxylinEosin {

  private static final int[] DENSITY = densities();
  private static final int FLOOR = 3 * 550;
  private static final int GLASS = 200;

  private HematoxylinEosin() {}

  /** Optical density of an 8-bit value, 0..24065. */
  static int density(int value) {
    return DENSITY[value];
  }

  /** Whether something absorbs here: mean optical density at least 0.055. */
  static boolean dense(int red, int green, int blue) {
    return DENSITY[red] + DENSITY[green] + DENSITY[blue] >= FLOOR;
  }

  /** Whether the colour is one that haematoxylin and eosin can make. */
  static boolean stained(int red, int green, int blue) {
    int r = DENSITY[red] - GLASS;
    int g = DENSITY[green] - GLASS;
    int b = DENSITY[blue] - GLASS;
    return 4 * b <= 3 * g && 10 * r <= 11 * g;
  }

  /** Whether the colour is the brown of DAB: blue absorbed most, red least, plainly apart. */
  static boolean brown(int red, int green, int blue) {
    int r = DENSITY[red] - GLASS;
    int g = DENSITY[green] - GLASS;
    int b = DENSITY[blue] - GLASS;
    return 10 * b >= 11 * g && g >= r && r > 0;
  }

  private static int[] densities() {
    int[] table = new int[256];
    for (int v = 0; v < 256; v++) {
      table[v] = (int) ReadPlan.round(10000 * Math.log10(255.0 / Math.max(v, 1)));
    }
    return table;
  }
}
