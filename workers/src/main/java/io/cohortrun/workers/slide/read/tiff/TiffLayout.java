package io.cohortrun.workers.slide.read.tiff;

import io.cohortrun.workers.slide.SlideFailure;
import io.cohortrun.workflows.contract.Outcome;
import java.io.IOException;
import java.util.stream.LongStream;

/**
 * How the pixels of one directory lie in the file. Strips are tiles as wide as the image. Checked:
 * what it names is inside the file and below the caps.
 *
 * @param width pixels
 * @param height pixels
 * @param tileWidth pixels
 * @param tileHeight pixels
 * @param tiled false for strips, whose last one is shorter
 * @param compression TIFF code
 * @param photometric TIFF code
 * @param samples per pixel
 * @param planar whether each sample has tiles of its own
 * @param predictor 1 none, 2 horizontal differences
 * @param alpha 0 none, 1 premultiplied, 2 straight
 * @param offsets of tiles in the file, row-major, plane after plane
 * @param counts bytes of tiles; 0 for a tile that was never scanned
 * @param tables JPEG tables shared by the tiles; may be empty
 */
record TiffLayout(
    long width,
    long height,
    int tileWidth,
    int tileHeight,
    boolean tiled,
    int compression,
    int photometric,
    int samples,
    boolean planar,
    int predictor,
    int alpha,
    long[] offsets,
    long[] counts,
    byte[] tables) {

  /** Largest decoded tile or strip, bytes. */
  static final long MAX_TILE_BYTES = 64L << 20;

  private static final int MAX_SIDE = 1 << 30;
  private static final int UNCOMPRESSED_BLOCK = 1 << 20;

  /**
   * Reads and checks a directory whose pixels {@link PixelFacts} accepted.
   *
   * @throws SlideFailure Unreadable, Truncated or TooLarge
   */
  static TiffLayout of(TiffFile file, TiffDirectory directory) throws IOException, SlideFailure {
    long width = directory.number(Tag.WIDTH, 0);
    long height = directory.number(Tag.HEIGHT, 0);
    if (width <= 0 || height <= 0 || width > MAX_SIDE || height > MAX_SIDE) {
      throw new SlideFailure(
          Outcome.Unreadable,
          ("The TIFF claims %s x %s pixels: the file is damaged" + TiffFile.AGAIN)
              .formatted(Long.toUnsignedString(width), Long.toUnsignedString(height)));
    }
    boolean tiled = directory.has(Tag.TILE_OFFSETS);
    long tileWidth = tiled ? directory.number(Tag.TILE_WIDTH, 0) : width;
    long tileHeight =
        tiled
            ? directory.number(Tag.TILE_HEIGHT, 0)
            : Math.min(height, directory.number(Tag.ROWS_PER_STRIP, height));
    int samples = (int) directory.number(Tag.SAMPLES, 1);
    boolean planar = directory.number(Tag.PLANAR, 1) == 2;
    long[] extra = directory.longs(Tag.EXTRA_SAMPLES);
    TiffLayout layout =
        new TiffLayout(
            width,
            height,
            Math.clamp(tileWidth, 0, Integer.MAX_VALUE),
            Math.clamp(tileHeight, 0, Integer.MAX_VALUE),
            tiled,
            (int) directory.number(Tag.COMPRESSION, 1),
            (int) directory.number(Tag.PHOTOMETRIC, -1),
            samples,
            planar,
            (int) directory.number(Tag.PREDICTOR, 1),
            samples == 4 && extra.length == 1 ? (int) extra[0] : 0,
            directory.longs(tiled ? Tag.TILE_OFFSETS : Tag.STRIP_OFFSETS),
            directory.longs(tiled ? Tag.TILE_COUNTS : Tag.STRIP_COUNTS),
            directory.raw(Tag.JPEG_TABLES));
    return layout.splitIfUncompressed().checked(file);
  }

  /** Cuts uncompressed strips, which may be the whole image, into blocks of about 1 MiB. */
  private TiffLayout splitIfUncompressed() {
    long rowBytes = width * samples;
    long blockRows = Math.max(1, UNCOMPRESSED_BLOCK / Math.max(1, rowBytes));
    boolean splits =
        !tiled && !planar && compression == 1 && tileHeight > blockRows && offsets.length > 0;
    if (!splits || offsets.length != strips(tileHeight) || counts.length != offsets.length) {
      return this;
    }
    int rows = (int) blockRows;
    LongStream.Builder places = LongStream.builder();
    LongStream.Builder sizes = LongStream.builder();
    // Blocks must divide a strip, else a block would span two strips that need not be neighbours.
    while (rows > 1 && tileHeight % rows != 0) {
      rows--;
    }
    for (int strip = 0; strip < offsets.length; strip++) {
      long stripRows = Math.min(tileHeight, height - (long) strip * tileHeight);
      for (long row = 0; row < stripRows; row += rows) {
        long start = row * rowBytes;
        long size = Math.min(rows, stripRows - row) * rowBytes;
        places.add(offsets[strip] + start);
        sizes.add(Math.clamp(counts[strip] - start, 0, size));
      }
    }
    return new TiffLayout(
        width,
        height,
        tileWidth,
        rows,
        false,
        compression,
        photometric,
        samples,
        false,
        predictor,
        alpha,
        places.build().toArray(),
        sizes.build().toArray(),
        tables);
  }

  private TiffLayout checked(TiffFile file) throws SlideFailure {
    if (tileWidth <= 0 || tileHeight <= 0 || samples <= 0) {
      throw new SlideFailure(
          Outcome.Unreadable,
          "The TIFF claims tiles without pixels: the file is damaged" + TiffFile.AGAIN);
    }
    if ((long) tileWidth * tileHeight > MAX_TILE_BYTES / 4) {
      throw new SlideFailure(
          Outcome.TooLarge,
          "The TIFF is stored in blocks of %d x %d pixels, too large to decode one at a time: convert it to a tiled TIFF."
              .formatted(tileWidth, tileHeight));
    }
    long expected = columns() * rows() * (planar ? samples : 1);
    if (offsets.length < expected || counts.length < expected) {
      throw new SlideFailure(
          Outcome.Unreadable,
          ("The TIFF needs %d tiles but lists %d: the file is damaged" + TiffFile.AGAIN)
              .formatted(expected, Math.min(offsets.length, counts.length)));
    }
    for (int i = 0; i < expected; i++) {
      if (counts[i] < 0
          || (counts[i] > 0 && offsets[i] > file.length() - counts[i])
          || offsets[i] < 0) {
        throw file.truncated(offsets[i], counts[i]);
      }
      if (counts[i] > MAX_TILE_BYTES) {
        throw new SlideFailure(
            Outcome.TooLarge, "A TIFF tile claims %d stored bytes.".formatted(counts[i]));
      }
    }
    return this;
  }

  private long strips(int rowsPerStrip) {
    return (height + rowsPerStrip - 1) / rowsPerStrip;
  }

  /** Tiles beside each other. */
  long columns() {
    return (width + tileWidth - 1) / tileWidth;
  }

  /** Tiles below each other. */
  long rows() {
    return strips(tileHeight);
  }

  /** Rows stored in tiles of a row of the grid: strips end with the image, tiles do not. */
  int storedRows(long gridRow) {
    return tiled ? tileHeight : (int) Math.min(tileHeight, height - gridRow * tileHeight);
  }
}
