package io.cohortrun.workers.shard;

import io.cohortrun.workers.model.Bundle;
import io.cohortrun.workers.model.NumericClass;
import io.cohortrun.workflows.contract.SlideSettings;
import java.util.List;

/**
 * All that is known of a slide's result before the first tile is inferred. Every part carries it,
 * so that parts can be merged without the slide and without the model.
 *
 * @param slideKey hex
 * @param bundle the model
 * @param channels in output order, with the thresholds that were in force
 * @param numericClass results are byte-identical within one class only
 * @param geometry where the tiles lie
 * @param settings that changed numbers
 * @param reader name and version
 * @param tilesKept tiles of the grid with enough tissue
 */
public record SlideHeader(
    String slideKey,
    BundleRef bundle,
    List<Bundle.Channel> channels,
    NumericClass numericClass,
    Geometry geometry,
    SlideSettings settings,
    String reader,
    int tilesKept) {

  /**
   * Names a bundle.
   *
   * @param digest sha256, hex
   * @param demo whether its maps are not proteins
   */
  public record BundleRef(String id, String version, String digest, boolean demo) {}

  /**
   * From grid to slide.
   *
   * @param mpp micrometres per level-0 pixel
   * @param mppSource manifest, vendor, ome, tiff or objective
   * @param targetMpp micrometres per tile pixel
   * @param tilePx side of a tile at targetMpp
   * @param windowPx side of the network's input
   * @param level that tiles were read from
   * @param readPx side of the region read from that level
   * @param stride level-0 pixels from tile to tile, not rounded
   * @param columns of the grid
   * @param rows of the grid
   * @param boundsX left edge of the scanned area, level-0 pixels; QuPath counts from here
   * @param boundsY top edge of the scanned area
   */
  public record Geometry(
      double mpp,
      String mppSource,
      double targetMpp,
      int tilePx,
      int windowPx,
      int level,
      int readPx,
      double stride,
      int columns,
      int rows,
      long boundsX,
      long boundsY) {

    /** Micrometres from tile to tile. */
    public double tileMicrons() {
      return tilePx * targetMpp;
    }
  }

  /** Number of channels. */
  public int channelCount() {
    return channels.size();
  }
}
