package io.cohortrun.workers.shard;

import io.cohortrun.workers.model.Bundle;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;

/**
 * A small additive composite of a few channels over the whole grid, {@code preview.png}. For
 * looking only: each channel is stretched to the 1st-99th percentile of its covered cells.
 */
final class Preview {

  /** Name of its file in a commit. */
  static final String FILE = "preview.png";

  /** Channels in the composite. */
  static final int SHOWN = 4;

  private static final int MAX_SIDE = 1024;
  private static final List<String> WANTED = List.of("DAPI", "CK", "CD3", "CD68");
  private static final int CELLS = CanvasZarr.CELLS;

  private final SlideHeader header;
  private final int[] shown;
  private final int factor;
  private final int width;
  private final int height;
  private final long[][] sums;
  private final int[] cells;

  Preview(SlideHeader header) {
    this.header = header;
    this.shown = choose(header.channels());
    int full = CELLS * Math.max(header.geometry().columns(), header.geometry().rows());
    this.factor = Math.max(1, Math.ceilDiv(full, MAX_SIDE));
    this.width = Math.ceilDiv(CELLS * header.geometry().columns(), factor);
    this.height = Math.ceilDiv(CELLS * header.geometry().rows(), factor);
    this.sums = new long[shown.length][width * height];
    this.cells = new int[width * height];
  }

  /** The wanted channels where the bundle has them, else its first markers. */
  static int[] choose(List<Bundle.Channel> channels) {
    IntStream wanted =
        WANTED.stream()
            .flatMapToInt(
                id ->
                    IntStream.range(0, channels.size())
                        .filter(i -> channels.get(i).id().equals(id))
                        .limit(1));
    IntStream others =
        IntStream.range(0, channels.size())
            .filter(i -> !"background".equals(channels.get(i).role()));
    return IntStream.concat(wanted, others).distinct().limit(SHOWN).toArray();
  }

  void add(TileRecord t) {
    if (!t.used()) {
      return;
    }
    for (int y = 0; y < CELLS; y++) {
      int py = (t.tile().row() * CELLS + y) / factor;
      for (int x = 0; x < CELLS; x++) {
        int at = py * width + (t.tile().column() * CELLS + x) / factor;
        cells[at]++;
        for (int i = 0; i < shown.length; i++) {
          sums[i][at] += t.canvas()[(shown[i] * CELLS + y) * CELLS + x] & 0xFF;
        }
      }
    }
  }

  /** The picture; equal canvases give equal bytes. */
  byte[] toPng() throws IOException {
    var image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    double[][] rgb = new double[3][width * height];
    for (int i = 0; i < shown.length; i++) {
      blend(rgb, sums[i], header.channels().get(shown[i]).colour());
    }
    for (int at = 0; at < width * height; at++) {
      int pixel = 0;
      for (double[] plane : rgb) {
        pixel = pixel << 8 | (int) Math.min(255, plane[at] + 0.5);
      }
      image.setRGB(at % width, at / width, pixel);
    }
    var out = new ByteArrayOutputStream();
    ImageIO.write(image, "png", out);
    return out.toByteArray();
  }

  private void blend(double[][] rgb, long[] sum, int colour) {
    int[] range = percentiles(sum);
    double span = Math.max(1, range[1] - range[0]);
    for (int at = 0; at < sum.length; at++) {
      if (cells[at] > 0) {
        double mean = (double) sum[at] / cells[at];
        double share = Math.clamp((mean - range[0]) / span, 0.0, 1.0);
        for (int k = 0; k < 3; k++) {
          rgb[k][at] += share * (colour >> (16 - 8 * k) & 0xFF);
        }
      }
    }
  }

  /** 1st and 99th percentile of the covered pixels' means. */
  private int[] percentiles(long[] sum) {
    int[] bins = new int[256];
    int n = 0;
    for (int at = 0; at < sum.length; at++) {
      if (cells[at] > 0) {
        bins[(int) (sum[at] / cells[at])]++;
        n++;
      }
    }
    int low = 0;
    int high = 255;
    for (int q = 0, below = 0; q < 256; q++) {
      if (below <= n / 100) {
        low = q;
      }
      if (below < n - n / 100) {
        high = q;
      }
      below += bins[q];
    }
    return new int[] {low, high};
  }
}
