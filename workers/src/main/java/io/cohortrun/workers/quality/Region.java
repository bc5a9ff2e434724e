package io.cohortrun.workers.quality;

import io.cohortrun.workers.store.Stores;
import io.cohortrun.workers.table.BadTable;
import io.cohortrun.workers.table.BadTable.Code;
import io.cohortrun.workers.table.TextTable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A region of a slide, registered.
 *
 * @param name of its own
 * @param slide that it is of: the unit of inference
 * @param validation whether thresholds of baselines are tuned on it; else it is judged
 * @param he image of the H&E stain
 * @param mif folder of an image per channel
 */
record Region(String name, String slide, boolean validation, Path he, Path mif) {

  private static final List<String> COLUMNS = List.of("region", "slide_id", "split", "he", "mif");

  /**
   * Reads a table of regions; paths in it are absolute or relative to its folder. Regions of the
   * split {@code train} are left out.
   *
   * @throws BadTable it is no such table, or no region of it is of the split {@code test}
   */
  static List<Region> read(String uri) throws BadTable, IOException {
    if (!Stores.isLocal(uri)) {
      throw refused(
          Code.UnsupportedFormat,
          uri + " is in an object store; give a table on this machine or in a mounted claim");
    }
    Path file = Stores.localPath(uri);
    TextTable table = TextTable.read(file);
    for (String column : COLUMNS) {
      if (!table.names().contains(column)) {
        throw refused(
            Code.NoSuchColumn,
            "%s has no column %s; it needs %s".formatted(uri, column, String.join(", ", COLUMNS)));
      }
    }
    List<Region> regions = new ArrayList<>();
    for (TextTable.Row row : table.rows()) {
      List<String> cells =
          COLUMNS.stream().map(c -> row.cells().get(table.names().indexOf(c))).toList();
      String split = cells.get(2);
      if (!List.of("train", "validation", "test").contains(split)) {
        throw refused(
            Code.BadValue,
            "%s, region %s: split is '%s'; write train, validation or test"
                .formatted(uri, cells.getFirst(), split));
      }
      if (!split.equals("train")) {
        regions.add(
            new Region(
                cells.get(0),
                cells.get(1),
                split.equals("validation"),
                file.resolveSibling(cells.get(3)),
                file.resolveSibling(cells.get(4))));
      }
    }
    if (regions.stream().allMatch(Region::validation)) {
      throw refused(
          Code.BadValue, uri + " has no region of the split test; there is nothing to judge");
    }
    return regions;
  }

  static BadTable refused(Code code, String sentence) {
    return new BadTable(code, "spec.analyses.quality: " + sentence);
  }
}
