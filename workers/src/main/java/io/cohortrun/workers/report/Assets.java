package io.cohortrun.workers.report;

import io.cohortrun.workers.store.ObjectStore;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;

/** Scripts and style that all pages share, Vega and Vega-Lite among them, each written once. */
final class Assets {

  static final String FOLDER = "assets/";
  static final String STYLE = "report.css";
  static final String PLOTTING = "vega";

  private static final List<String> SCRIPTS =
      List.of(
          "common",
          "table",
          "index",
          "gallery",
          "canvas",
          "viewer",
          "result-folder",
          "slide-maps",
          "slide",
          "survival",
          "plots",
          "findings",
          "findings-page",
          "patients",
          "patient");

  private static final List<String> PLOTTING_PARTS =
      List.of("vega/vega.min.js", "vega/vega-lite.min.js", "vega/vega-interpreter.min.js");

  /** A map that is not there: browsers say so on the console. */
  private static final Pattern SOURCE_MAP = Pattern.compile("(?m)^//# sourceMappingURL=.*$");

  private Assets() {}

  /**
   * Writes all of them.
   *
   * @param report the report's folder, with a trailing slash
   */
  static void write(ObjectStore store, String report) throws IOException {
    String folder = report + FOLDER;
    put(store, folder + STYLE, Page.text(STYLE));
    for (String script : SCRIPTS) {
      put(store, folder + script + ".js", "'use strict';\n" + Page.text(script + ".js"));
    }
    StringBuilder plotting =
        new StringBuilder("/* Vega, Vega-Lite, vega-interpreter: see vega-LICENSE.txt */\n");
    for (String part : PLOTTING_PARTS) {
      plotting.append(SOURCE_MAP.matcher(Page.text(part)).replaceAll("")).append('\n');
    }
    put(store, folder + PLOTTING + ".js", plotting.toString());
    put(store, folder + "vega-LICENSE.txt", Page.text("vega/LICENSE"));
  }

  private static void put(ObjectStore store, String key, String text) throws IOException {
    store.put(key, text.getBytes(StandardCharsets.UTF_8));
  }
}
