package io.cohortrun.workers.slide;

import java.util.List;

/**
 * A region of interest: the union of polygons with holes, in level-0 pixels from the corner of the
 * scanned area, as QuPath shows and exports them (for most formats that is the slide's corner;
 * MIRAX names another).
 *
 * <p>A point belongs to a polygon by the even-odd rule over all its rings, with half-open edges, so
 * that a point on a shared edge belongs to one side only.
 */
public final class Roi {

  private final List<double[][]> polygons;
  private final String digest;
  private final int ignored;

  /** Each polygon is rings of x, y, x, y, ... */
  Roi(List<double[][]> polygons, String digest, int ignored) {
    this.polygons = List.copyOf(polygons);
    this.digest = digest;
    this.ignored = ignored;
  }

  /**
   * Reads GeoJSON as QuPath exports it: a FeatureCollection, a Feature, an array of Features, or
   * bare geometries. Polygons, MultiPolygons and collections of them count; points and lines have
   * no area and are counted in {@link #ignored}.
   *
   * @throws SlideFailure Unreadable, where the text is no such GeoJSON or holds no area
   */
  public static Roi parse(byte[] geojson) throws SlideFailure {
    return RoiGeoJson.parse(geojson);
  }

  /** sha256 over the coordinates, hex: part of the slide key. */
  public String digest() {
    return digest;
  }

  /** Points and lines that were left out. */
  public int ignored() {
    return ignored;
  }

  /** Whether a point lies inside; coordinates in level-0 pixels from the corner of the bounds. */
  public boolean contains(double x, double y) {
    for (double[][] polygon : polygons) {
      boolean inside = false;
      for (double[] ring : polygon) {
        inside ^= oddCrossings(ring, x, y);
      }
      if (inside) {
        return true;
      }
    }
    return false;
  }

  private static boolean oddCrossings(double[] ring, double x, double y) {
    boolean odd = false;
    int n = ring.length;
    for (int i = 0, j = n - 2; i < n; j = i, i += 2) {
      double ax = ring[i];
      double ay = ring[i + 1];
      double bx = ring[j];
      double by = ring[j + 1];
      if ((ay > y) != (by > y) && x < (bx - ax) * (y - ay) / (by - ay) + ax) {
        odd = !odd;
      }
    }
    return odd;
  }
}
