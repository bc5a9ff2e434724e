package io.cohortrun.workers.synth;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;

/**
 * Writes a tiled TIFF of several levels (TIFF 6.0; Deflate, RGB, little-endian), directories last:
 * a copy that was interrupted has none. For slides that fit into memory.
 */
final class TiffPyramid {

  private static final int SHORT = 3;
  private static final int LONG = 4;
  private static final int RATIONAL = 5;
  private static final int FIELDS = 14;

  /**
   * A level.
   *
   * @param width of the picture, pixels
   * @param tile pixels of a tile each way
   * @param micrometres of a pixel
   */
  record Level(int width, int height, int tile, double micrometres) {
    int across() {
      return Math.ceilDiv(width, tile);
    }

    int tiles() {
      return across() * Math.ceilDiv(height, tile);
    }
  }

  /** Gives the pixels of a tile, RGB, row by row. */
  @FunctionalInterface
  interface Tiles {
    byte[] of(int level, int column, int row);
  }

  private TiffPyramid() {}

  /** Writes all levels, the largest first. */
  static void write(OutputStream out, List<Level> levels, Tiles tiles) throws IOException {
    List<int[]> offsets = new ArrayList<>();
    List<int[]> sizes = new ArrayList<>();
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    for (int l = 0; l < levels.size(); l++) {
      Level level = levels.get(l);
      int[] offset = new int[level.tiles()];
      int[] size = new int[level.tiles()];
      for (int t = 0; t < offset.length; t++) {
        byte[] packed = deflate(tiles.of(l, t % level.across(), t / level.across()));
        offset[t] = 8 + body.size();
        size[t] = packed.length;
        body.write(packed);
        if (packed.length % 2 == 1) {
          body.write(0);
        }
      }
      offsets.add(offset);
      sizes.add(size);
    }
    ByteBuffer head = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
    head.put((byte) 'I').put((byte) 'I').putShort((short) 42).putInt(8 + body.size());
    out.write(head.array());
    body.writeTo(out);
    int at = 8 + body.size();
    for (int l = 0; l < levels.size(); l++) {
      byte[] directory =
          directory(levels.get(l), l, at, l == levels.size() - 1, offsets.get(l), sizes.get(l));
      out.write(directory);
      at += directory.length;
    }
  }

  private static byte[] deflate(byte[] pixels) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    Deflater deflater = new Deflater(Deflater.BEST_SPEED);
    try (var out = new DeflaterOutputStream(packed, deflater)) {
      out.write(pixels);
    } finally {
      deflater.end();
    }
    return packed.toByteArray();
  }

  /** Fields in order of their tags, then what does not fit into a field. */
  private static byte[] directory(
      Level level, int number, int at, boolean last, int[] offsets, int[] sizes) {
    int extra = at + 2 + FIELDS * 12 + 4;
    int resolution = extra + 8;
    int lists = resolution + 8;
    int tiles = offsets.length;
    int listed = tiles == 1 ? 0 : 8 * tiles; // one value stands in the field itself
    ByteBuffer b = ByteBuffer.allocate(lists + listed - at).order(ByteOrder.LITTLE_ENDIAN);
    b.putShort((short) FIELDS);
    field(b, 254, LONG, 1, number == 0 ? 0 : 1); // a smaller copy of the first picture
    field(b, 256, LONG, 1, level.width());
    field(b, 257, LONG, 1, level.height());
    field(b, 258, SHORT, 3, extra);
    field(b, 259, SHORT, 1, 8); // Deflate
    field(b, 262, SHORT, 1, 2); // RGB
    field(b, 277, SHORT, 1, 3);
    field(b, 282, RATIONAL, 1, resolution);
    field(b, 283, RATIONAL, 1, resolution);
    field(b, 296, SHORT, 1, 3); // per centimetre
    field(b, 322, LONG, 1, level.tile());
    field(b, 323, LONG, 1, level.tile());
    field(b, 324, LONG, tiles, tiles == 1 ? offsets[0] : lists);
    field(b, 325, LONG, tiles, tiles == 1 ? sizes[0] : lists + 4 * tiles);
    b.putInt(last ? 0 : lists + listed);
    b.putShort((short) 8).putShort((short) 8).putShort((short) 8).putShort((short) 0);
    b.putInt((int) Math.round(10_000 / level.micrometres())).putInt(1);
    if (tiles > 1) {
      for (int offset : offsets) {
        b.putInt(offset);
      }
      for (int size : sizes) {
        b.putInt(size);
      }
    }
    return b.array();
  }

  private static void field(ByteBuffer b, int tag, int type, int count, int value) {
    b.putShort((short) tag).putShort((short) type).putInt(count).putInt(value);
  }
}
