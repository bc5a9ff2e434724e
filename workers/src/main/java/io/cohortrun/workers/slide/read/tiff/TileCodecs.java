package io.cohortrun.workers.slide.read.tiff;

import io.cohortrun.workers.slide.SlideFailure;
import io.cohortrun.workflows.contract.Outcome;
import java.io.EOFException;
import java.io.IOException;
import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/** The codecs by TIFF compression code. */
final class TileCodecs {

  private TileCodecs() {}

  /**
   * Codec of a level.
   *
   * @throws SlideFailure UnsupportedFormat, naming what would read it
   */
  static TileCodec of(TiffLayout layout) throws SlideFailure {
    return switch (layout.compression()) {
      case 1 -> TileCodecs::plain;
      case 5 -> predicted(LzwCodec::decode, layout);
      case 7 -> new JpegCodec(layout.tables(), layout.photometric());
      case 8, 32946 -> predicted(TileCodecs::inflate, layout);
      case 32773 -> TileCodecs::packBits;
      case 33003, 33005, 34712 -> throw unsupported("JPEG 2000", true);
      case 6 -> throw unsupported("old-style JPEG", true);
      case 50000 -> throw unsupported("Zstandard", false);
      case 50001 -> throw unsupported("WebP", false);
      case 50002 -> throw unsupported("JPEG XL", false);
      default -> throw unsupported("code " + layout.compression(), false);
    };
  }

  private static SlideFailure unsupported(String compression, boolean openSlide) {
    return new SlideFailure(
        Outcome.UnsupportedFormat,
        openSlide
            ? "The TIFF is compressed with "
                + compression
                + ", which OpenSlide reads in scanners' own files: run ./cohort setup where it is"
                + " missing, else convert the file to JPEG, LZW or Deflate tiles."
            : "The TIFF is compressed with "
                + compression
                + ", which no reader here knows: convert it to JPEG, LZW or Deflate tiles.");
  }

  private static TileCodec predicted(TileCodec codec, TiffLayout layout) throws SlideFailure {
    if (layout.predictor() == 1) {
      return codec;
    }
    if (layout.predictor() != 2) {
      throw new SlideFailure(
          Outcome.UnsupportedFormat,
          "The TIFF uses predictor %d, made for real numbers: convert it without a predictor."
              .formatted(layout.predictor()));
    }
    return (stored, width, rows, samples) -> {
      byte[] out = codec.decode(stored, width, rows, samples);
      int rowBytes = width * samples;
      for (int row = 0; row < rows; row++) {
        for (int i = row * rowBytes + samples; i < (row + 1) * rowBytes; i++) {
          out[i] += out[i - samples];
        }
      }
      return out;
    };
  }

  private static byte[] plain(byte[] stored, int width, int rows, int samples) throws IOException {
    int expected = width * rows * samples;
    if (stored.length < expected) {
      throw new EOFException("a tile has %d of %d bytes".formatted(stored.length, expected));
    }
    return stored;
  }

  private static byte[] inflate(byte[] stored, int width, int rows, int samples)
      throws IOException {
    byte[] out = new byte[width * rows * samples];
    try (Inflater inflater = new Inflater()) {
      inflater.setInput(stored);
      int filled = 0;
      while (filled < out.length) {
        int read = inflater.inflate(out, filled, out.length - filled);
        if (read == 0) {
          throw new EOFException("Deflate data end after %d bytes".formatted(filled));
        }
        filled += read;
      }
      return out;
    } catch (DataFormatException e) {
      throw new IOException("Deflate data are damaged", e);
    }
  }

  private static byte[] packBits(byte[] stored, int width, int rows, int samples)
      throws IOException {
    byte[] out = new byte[width * rows * samples];
    int filled = 0;
    int at = 0;
    while (filled < out.length && at < stored.length) {
      int code = stored[at++];
      int run = code >= 0 ? code + 1 : 1 - code;
      int take = code >= 0 ? run : 1;
      if (code == -128) {
        continue;
      }
      if (filled + run > out.length || at + take > stored.length) {
        throw new IOException("PackBits data are damaged");
      }
      if (code >= 0) {
        System.arraycopy(stored, at, out, filled, run);
      } else {
        Arrays.fill(out, filled, filled + run, stored[at]);
      }
      at += take;
      filled += run;
    }
    if (filled < out.length) {
      throw new EOFException("PackBits data end after %d bytes".formatted(filled));
    }
    return out;
  }
}
