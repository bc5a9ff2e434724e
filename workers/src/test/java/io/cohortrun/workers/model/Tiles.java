package io.cohortrun.workers.model;

import io.cohortrun.workers.slide.TilePixels;
import io.cohortrun.workers.slide.TileQc;
import java.util.Arrays;
import java.util.Random;

/** Tiles and answers of tests. */
final class Tiles {

  private Tiles() {}

  /** Pink tissue with blue discs, and a ragged valid area. */
  static TilePixels synthetic(int index, int side) {
    Random random = new Random(index);
    byte[] rgb = new byte[side * side * 3];
    byte[] valid = new byte[side * side];
    int[][] discs = new int[60][];
    for (int i = 0; i < discs.length; i++) {
      discs[i] = new int[] {random.nextInt(side), random.nextInt(side), 3 + random.nextInt(12)};
    }
    for (int i = 0; i < valid.length; i++) {
      int x = i % side;
      int y = i / side;
      boolean nucleus =
          Arrays.stream(discs)
              .anyMatch(d -> Math.hypot(x - (double) d[0], y - (double) d[1]) < d[2]);
      int[] colour = nucleus ? new int[] {90, 60, 140} : new int[] {230, 150, 190};
      for (int c = 0; c < 3; c++) {
        rgb[i * 3 + c] = (byte) Math.clamp(colour[c] + random.nextInt(31) - 15L, 0, 255);
      }
      valid[i] = (byte) (x + y > side / 3 ? 1 : 0);
    }
    return new TilePixels(index, rgb, valid, new TileQc(0, 900, 50, 0), null);
  }

  /** The same pixels with every pixel valid, or none. */
  static TilePixels withValid(TilePixels t, int value) {
    byte[] valid = new byte[t.valid().length];
    Arrays.fill(valid, (byte) value);
    return new TilePixels(t.index(), t.rgb(), valid, t.qc(), t.rejected());
  }

  /** All numbers of an answer as text, so that equality shows what differs. */
  static String text(TileCounts t) {
    return "index %d valid %d positives %s pairs %s histogram %s gradient %s of %d canvas %s map %s"
        .formatted(
            t.index(),
            t.valid(),
            Arrays.toString(t.positives()),
            Arrays.toString(t.pairs()),
            Arrays.toString(t.histogram()),
            Arrays.toString(t.gradient()),
            t.gradientPixels(),
            Arrays.toString(t.canvas()),
            Arrays.hashCode(t.map()) + "/" + t.map().length);
  }
}
