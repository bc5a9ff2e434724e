package io.cohortrun.workers.slide.read.tiff;

import io.cohortrun.workers.slide.SlideFailure;
import io.cohortrun.workers.slide.SlideInfo;
import io.cohortrun.workers.slide.SlideReader;
import io.cohortrun.workers.slide.read.OpenGate;
import io.cohortrun.workers.slide.read.Regions;
import io.cohortrun.workflows.contract.Outcome;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A TIFF, OME-TIFF or SVS slide in pure Java: decodes only the tiles that a region touches. */
public final class TiffReader implements SlideReader {

  /** Of this reader and its decoders, as {@link SlideInfo#readerVersion()} has it. */
  public static final String VERSION = TiffInfo.VERSION;

  private static final long CACHE_BYTES = 48L << 20;

  private final TiffFile file;
  private final List<TiffLevel> levels;
  private final SlideInfo info;
  private final TileCache cache = new TileCache(CACHE_BYTES);
  private final OpenGate gate = new OpenGate();

  private TiffReader(TiffFile file, List<TiffLevel> levels, SlideInfo info) {
    this.file = file;
    this.levels = levels;
    this.info = info;
  }

  /**
   * Opens a slide.
   *
   * @throws SlideFailure UnsupportedFormat, Unreadable, Truncated, UnsupportedPixels or TooLarge
   */
  public static TiffReader open(Path path) throws IOException, SlideFailure {
    TiffFile file = TiffFile.open(path);
    try {
      TiffKind kind = TiffKind.of(file);
      if (!kind.readWithoutOpenSlide()) {
        throw new SlideFailure(
            Outcome.UnsupportedFormat,
            "The file has the layout of a %s slide, which only OpenSlide reads: install it with ./cohort setup."
                .formatted(kind.vendor()));
      }
      Pyramid pyramid = Pyramid.of(file, kind);
      List<TiffLevel> levels = new ArrayList<>();
      for (TiffDirectory directory : pyramid.levels()) {
        PixelFacts.check(directory);
        levels.add(new TiffLevel(file, TiffLayout.of(file, directory)));
      }
      List<TiffLayout> layouts = levels.stream().map(TiffLevel::layout).toList();
      return new TiffReader(file, levels, TiffInfo.of(kind, pyramid, layouts));
    } catch (IOException | SlideFailure | RuntimeException e) {
      file.close();
      throw e;
    }
  }

  /**
   * Checks what another reader may pass over in silence.
   *
   * @throws SlideFailure Truncated where the directory promises tiles behind the end of the file,
   *     UnsupportedPixels where they are not 8-bit RGB, TooLarge for absurd claims
   */
  public static void checkStored(Path path) throws IOException, SlideFailure {
    try (TiffFile file = TiffFile.open(path)) {
      for (TiffDirectory directory : Pyramid.of(file, TiffKind.of(file)).levels()) {
        PixelFacts.check(directory);
        TiffLayout.of(file, directory);
      }
    } catch (SlideFailure e) {
      if (e.code() != Outcome.Unreadable && e.code() != Outcome.UnsupportedFormat) {
        throw e;
      }
    }
  }

  @Override
  public SlideInfo info() {
    return info;
  }

  /** Places between pixels of a reduced level are rounded to the nearest one, not interpolated. */
  @Override
  public void read(int level, long x, long y, int width, int height, int[] argb)
      throws SlideFailure {
    Regions.check(info, level, width, height, argb.length, Regions.MAX_BYTES);
    gate.enter();
    try {
      Arrays.fill(argb, 0, width * height, 0);
      double downsample = info.levels().get(level).downsample();
      Region region =
          new Region(level, Math.round(x / downsample), Math.round(y / downsample), width, height);
      paint(region, levels.get(level), argb);
    } finally {
      gate.leave();
    }
  }

  /** In pixels of its level. */
  private record Region(int level, long left, long top, int width, int height) {}

  private void paint(Region region, TiffLevel level, int[] argb) throws SlideFailure {
    TiffLayout layout = level.layout();
    long left = Math.max(0, region.left());
    long top = Math.max(0, region.top());
    long right = Math.min(layout.width(), region.left() + region.width());
    long bottom = Math.min(layout.height(), region.top() + region.height());
    if (left >= right || top >= bottom) {
      return;
    }
    int tw = layout.tileWidth();
    int th = layout.tileHeight();
    for (long row = top / th; row * th < bottom; row++) {
      for (long column = left / tw; column * tw < right; column++) {
        int[] tile = tile(region.level(), level, (int) column, (int) row);
        long fromX = Math.max(left, column * tw);
        long toX = Math.min(right, (column + 1) * tw);
        long toY = Math.min(bottom, (row + 1) * th);
        for (long y = Math.max(top, row * th); y < toY; y++) {
          System.arraycopy(
              tile,
              (int) ((y - row * th) * tw + fromX - column * tw),
              argb,
              (int) ((y - region.top()) * region.width() + fromX - region.left()),
              (int) (toX - fromX));
        }
      }
    }
  }

  private int[] tile(int index, TiffLevel level, int column, int row) throws SlideFailure {
    TileCache.Key key =
        new TileCache.Key(index, Math.toIntExact(row * level.layout().columns() + column));
    int[] tile = cache.get(key);
    if (tile == null) {
      tile = level.tile(column, row);
      cache.put(key, tile);
    }
    return tile;
  }

  @Override
  public void close() {
    gate.close(
        () -> {
          try {
            file.close();
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
  }
}
