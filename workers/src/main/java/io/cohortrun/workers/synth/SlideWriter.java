package io.cohortrun.workers.synth;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** Writes one slide of a patient: 2 to 6 tiles of tissue, and a strip of glass on their left. */
final class SlideWriter {

  private static final double MPP = 0.25;
  private static final int TILE = 512;
  private static final int CELLS = TILE / CellColours.SIDE;

  /** Columns and rows of tiles. */
  private static final int[][] SIZES = {{2, 1}, {2, 2}, {2, 2}, {3, 1}, {3, 2}};

  /** Log odds by which two slides of a patient differ. */
  private static final double BETWEEN_SLIDES = .1;

  private SlideWriter() {}

  /**
   * Writes.
   *
   * @param lost leave out the last third, as an interrupted copy does
   */
  static void write(Path file, Patient.Images images, boolean lost, Draws draws)
      throws IOException {
    int[] size = SIZES[draws.below(SIZES.length)];
    Cells cells = Cells.draw(size[0] * CELLS, size[1] * CELLS, sectioned(images, draws), draws);
    int width = (size[0] + 1) * TILE;
    int height = size[1] * TILE;
    ByteArrayOutputStream tiff = new ByteArrayOutputStream();
    TiffPyramid.write(
        tiff,
        List.of(
            new TiffPyramid.Level(width, height, TILE, MPP),
            new TiffPyramid.Level(
                width / CellColours.SIDE,
                height / CellColours.SIDE,
                CELLS,
                MPP * CellColours.SIDE)),
        (level, column, row) ->
            level == 0
                ? CellColours.paint(cells, (column - 1) * CELLS, row * CELLS, CELLS)
                : CellColours.paintSmall(cells, (column - 1) * CELLS, row * CELLS, CELLS));
    byte[] whole = tiff.toByteArray();
    Files.write(file, lost ? Arrays.copyOf(whole, whole.length / 3 * 2) : whole);
  }

  private static Patient.Images sectioned(Patient.Images of, Draws draws) {
    double[] density =
        Arrays.stream(of.density())
            .map(d -> 1 / (1 + (1 - d) / d * StrictMath.exp(-BETWEEN_SLIDES * draws.normal())))
            .toArray();
    return new Patient.Images(density, of.gathered(), of.look(), of.slides(), of.lost());
  }
}
