package io.cohortrun.workers.slide.read.tiff;

import java.awt.image.DataBufferByte;
import java.awt.image.PixelInterleavedSampleModel;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Iterator;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.MemoryCacheImageInputStream;

/**
 * Baseline and progressive JPEG by the JDK's libjpeg, components taken raw; colour is converted
 * here as the TIFF's photometric tag says, since an abbreviated stream does not say it itself.
 */
final class JpegCodec implements TileCodec {

  private static final int YCBCR = 6;
  private static final String JDK_READER = "com.sun.imageio.plugins.jpeg.JPEGImageReader";

  private final byte[] tables;
  private final boolean convert;
  private final ConcurrentLinkedQueue<ImageReader> idle = new ConcurrentLinkedQueue<>();

  JpegCodec(byte[] tables, int photometric) {
    this.tables = tables;
    this.convert = photometric == YCBCR;
  }

  @Override
  public byte[] decode(byte[] stored, int width, int rows, int samples) throws IOException {
    ImageReader reader = idle.poll();
    if (reader == null) {
      reader = reader();
    }
    boolean good = false;
    try {
      byte[] out = decode(reader, joined(stored), width, rows, samples);
      good = true;
      return out;
    } catch (RuntimeException e) {
      throw new IOException("JPEG data are damaged", e);
    } finally {
      if (good) {
        idle.add(reader);
      } else {
        reader.dispose();
      }
    }
  }

  private byte[] decode(ImageReader reader, byte[] jpeg, int width, int rows, int samples)
      throws IOException {
    reader.setInput(new MemoryCacheImageInputStream(new ByteArrayInputStream(jpeg)), true, true);
    int w = reader.getWidth(0);
    int h = reader.getHeight(0);
    // Held against the tile before the decoder allocates what the stream claims.
    if (w != width || h > rows + 15 || h <= 0) {
      throw new IOException(
          "a JPEG of %d x %d stands for a tile of %d x %d".formatted(w, h, width, rows));
    }
    Raster raster = reader.readRaster(0, null);
    if (raster.getNumBands() != samples) {
      throw new IOException("a JPEG has %d components".formatted(raster.getNumBands()));
    }
    byte[] out = interleaved(raster, width, Math.min(h, rows), width * rows * samples);
    if (convert) {
      YCbCr.toRgb(out);
    }
    return out;
  }

  private static byte[] interleaved(Raster raster, int width, int rows, int size) {
    int samples = raster.getNumBands();
    if (raster.getDataBuffer() instanceof DataBufferByte bytes
        && raster.getSampleModel() instanceof PixelInterleavedSampleModel model
        && Arrays.equals(model.getBandOffsets(), IntStream.range(0, samples).toArray())
        && bytes.getNumBanks() == 1
        && bytes.getData().length == size) {
      return bytes.getData(); // freshly decoded, and nobody else's
    }
    byte[] out = new byte[size];
    int[] pixels = raster.getPixels(0, 0, width, rows, (int[]) null);
    for (int i = 0; i < pixels.length; i++) {
      out[i] = (byte) pixels[i];
    }
    return out;
  }

  /** Tables and tile as one stream: the tables' end and the tile's start are cut out. */
  private byte[] joined(byte[] stored) throws IOException {
    if (stored.length < 4 || (stored[0] & 0xFF) != 0xFF || (stored[1] & 0xFF) != 0xD8) {
      throw new IOException("a tile is no JPEG");
    }
    if (tables.length < 4) {
      return stored;
    }
    int head = tables.length - 2;
    byte[] whole = new byte[head + stored.length - 2];
    System.arraycopy(tables, 0, whole, 0, head);
    System.arraycopy(stored, 2, whole, head, stored.length - 2);
    return whole;
  }

  private static ImageReader reader() throws IOException {
    Iterator<ImageReader> readers = ImageIO.getImageReadersByFormatName("jpeg");
    while (readers.hasNext()) {
      ImageReader reader = readers.next();
      if (reader.getClass().getName().equals(JDK_READER)) {
        return reader;
      }
    }
    throw new IOException("this Java has no JPEG reader");
  }
}
