package io.cohortrun.workers.shard;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.github.luben.zstd.Zstd;
import io.cohortrun.workers.canonical.Json;
import io.cohortrun.workers.model.Bundle;
import io.cohortrun.workers.model.NumericClass;
import io.cohortrun.workers.slide.TileQc;
import io.cohortrun.workers.store.Commit;
import io.cohortrun.workers.store.SlideCommits;
import io.cohortrun.workflows.contract.SlideSettings;
import java.io.IOException;
import java.util.List;
import java.util.SortedMap;

/**
 * The committed numbers of one slide, {@code result.json}: integers and what is needed to read
 * them; no times, no paths. C = channels.
 *
 * @param format {@value #FORMAT}
 * @param slideKey hex
 * @param bundle the model
 * @param channels in output order
 * @param numericClass results are byte-identical within one class only
 * @param geometry where the tiles lie
 * @param settings that changed numbers
 * @param reader name and version
 * @param tilesKept tiles with enough tissue; equals tilesUsed plus all tilesRejected
 * @param tilesUsed tiles in the sums
 * @param tilesRejected reason to number of tiles
 * @param valid pixels that count
 * @param positives [C] valid pixels above the channel's threshold
 * @param pairs [C (C-1) / 2] valid pixels positive in both, ordered (0,1), (0,2), ..., (1,2), ...
 * @param histogram [C][256] valid pixels by q = round(255 p)
 * @param gradient [C] sum of the gradient magnitude of q, in 1/16
 * @param gradientPixels pixels in that sum
 * @param canvas sums over the canvas
 * @param tiles one per kept tile, in order
 */
public record SlideResult(
    String format,
    String slideKey,
    SlideHeader.BundleRef bundle,
    List<Bundle.Channel> channels,
    NumericClass numericClass,
    SlideHeader.Geometry geometry,
    SlideSettings settings,
    String reader,
    int tilesKept,
    int tilesUsed,
    SortedMap<String, Integer> tilesRejected,
    long valid,
    long[] positives,
    long[] pairs,
    long[][] histogram,
    long[] gradient,
    long gradientPixels,
    CanvasSums canvas,
    List<Tile> tiles) {

  /** The shape this code writes and reads. */
  public static final String FORMAT = "cohortrun.slide/2";

  /** Name of its file in a commit. */
  public static final String FILE = "result.json.zst";

  private static final int LEVEL = 9;

  /**
   * One kept tile.
   *
   * @param column in the grid
   * @param row in the grid
   * @param x left edge, level-0 pixels
   * @param y top edge, level-0 pixels
   * @param tissue share, 0..1
   * @param valid pixels that count; 0 where rejected
   * @param positives [C]; empty where rejected
   * @param qc absent where the tile did not decode
   * @param rejected reason; absent where used
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Tile(
      int column,
      int row,
      long x,
      long y,
      double tissue,
      int valid,
      int[] positives,
      TileQc qc,
      String rejected) {}

  /** Compressed JSON; equal results give equal bytes. */
  public byte[] toBytes() {
    try {
      return Zstd.compress(Json.MAPPER.writeValueAsBytes(this), LEVEL);
    } catch (IOException e) {
      throw new IllegalStateException("a slide result is plain data", e);
    }
  }

  /**
   * The inverse of {@link #toBytes}.
   *
   * @throws IOException where the bytes are damaged or of another format
   */
  public static SlideResult fromBytes(byte[] bytes) throws IOException {
    long size = Zstd.getFrameContentSize(bytes);
    if (size <= 0 || size > Integer.MAX_VALUE - 8) {
      throw new IOException("slide result is damaged: not a zstd frame with its size");
    }
    byte[] raw = new byte[(int) size];
    long got = Zstd.decompress(raw, bytes);
    if (Zstd.isError(got) || got != size) {
      throw new IOException("slide result is damaged: it does not decompress");
    }
    SlideResult result = Json.MAPPER.readValue(raw, SlideResult.class);
    if (!FORMAT.equals(result.format)) {
      throw new IOException(
          "slide result has format %s and this release reads %s: finish the run with the release that began it, or begin a new run, which computes its slides again"
              .formatted(result.format, FORMAT));
    }
    return result;
  }

  /**
   * Reads a committed result.
   *
   * @throws IOException where the store fails, or the file is not the one that was committed
   */
  public static SlideResult of(SlideCommits commits, Commit commit) throws IOException {
    return fromBytes(commits.bytes(commit, FILE));
  }

  /** Tiles left out because they did not decode. */
  public int unreadableTiles() {
    return tilesRejected.getOrDefault(TileRecord.UNREADABLE, 0);
  }
}
