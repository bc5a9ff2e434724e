package io.cohortrun.workers.report;

import io.cohortrun.workers.store.ObjectStore;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/** Vega and Vega-Lite as one file that all pages with plots share. */
final class PlottingLibrary {

  static final String FILE = "assets/vega.js";
  private static final String LICENCE = "assets/vega-LICENSE.txt";
  private static final String[] PARTS = {
    "vega/vega.min.js", "vega/vega-lite.min.js", "vega/vega-interpreter.min.js"
  };

  /** A map that is not there: browsers say so on the console. */
  private static final Pattern SOURCE_MAP = Pattern.compile("(?m)^//# sourceMappingURL=.*$");

  private PlottingLibrary() {}

  static void write(ObjectStore store, String folder) throws IOException {
    StringBuilder all =
        new StringBuilder("/* Vega, Vega-Lite, vega-interpreter: see vega-LICENSE.txt */\n");
    for (String part : PARTS) {
      all.append(SOURCE_MAP.matcher(Page.text(part)).replaceAll("")).append('\n');
    }
    store.put(folder + FILE, all.toString().getBytes(StandardCharsets.UTF_8));
    store.put(folder + LICENCE, Page.text("vega/LICENSE").getBytes(StandardCharsets.UTF_8));
  }
}
