package io.cohortrun.e2e.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/**
 * The slide viewer of an open page, its pixels, and where on it a cell of the canvas must lie: the
 * whole slide fits, in the middle.
 *
 * @param width level-0 pixels of the slide
 * @param height level-0 pixels of the slide
 */
record ViewedSlide(BrowserPage page, CommittedCanvas canvas, int width, int height) {

  /** Colour as the canvas holds it: red, green, blue, alpha, 0..255. */
  record Pixel(int r, int g, int b, int a) {}

  /** Middle of a cell in pixels of the viewer. */
  double[] place(int cell) {
    JsonNode size = page.eval("(v => [v.width, v.height])(" + BrowserPage.element("#view") + ")");
    double w = size.get(0).asDouble();
    double h = size.get(1).asDouble();
    double scale = Math.min(w / width, h / height);
    double x = (cell % canvas.width() + 0.5) * canvas.cell();
    double y = (Math.floorDiv(cell, canvas.width()) + 0.5) * canvas.cell();
    return new double[] {(w - width * scale) / 2 + x * scale, (h - height * scale) / 2 + y * scale};
  }

  Pixel pixel(int cell) {
    double[] at = place(cell);
    return pixel(at[0], at[1]);
  }

  Pixel middle() {
    return pixel(
        page.eval(BrowserPage.element("#view") + ".width").asInt() / 2.0,
        page.eval(BrowserPage.element("#view") + ".height").asInt() / 2.0);
  }

  private Pixel pixel(double x, double y) {
    JsonNode rgba =
        page.eval(
            "Array.from(%s.getContext('2d').getImageData(%d, %d, 1, 1).data)"
                .formatted(BrowserPage.element("#view"), (int) x, (int) y));
    return new Pixel(
        rgba.get(0).asInt(), rgba.get(1).asInt(), rgba.get(2).asInt(), rgba.get(3).asInt());
  }

  /** Puts the mouse on a cell and gives what the readout says. */
  String pointAt(int cell) {
    double[] at = place(cell);
    JsonNode corner =
        page.eval(
            "(v => { v.scrollIntoView({block: 'start'}); const r = v.getBoundingClientRect();"
                + " return [r.x, r.y]; })("
                + BrowserPage.element("#view")
                + ")");
    page.point(corner.get(0).asDouble() + at[0], corner.get(1).asDouble() + at[1]);
    return page.text("#readout");
  }

  /** What a channel must add at a cell, by the window and colour that its controls show. */
  double[] light(String channel, int cell) {
    JsonNode shown =
        page.eval(
            "Array.from(%s.querySelectorAll('input:not([type=checkbox])'), i => i.value)"
                .formatted(BrowserPage.element(row(channel))));
    List<String> values = BrowserPage.strings(shown);
    int rgb = Integer.parseInt(values.get(0).substring(1), 16);
    double low = Double.parseDouble(values.get(1));
    double high = Double.parseDouble(values.get(2));
    double share = Math.clamp((canvas.value(channel, cell) - low) / (high - low), 0.0, 1.0);
    return new double[] {share * (rgb >> 16), share * (rgb >> 8 & 0xFF), share * (rgb & 0xFF)};
  }

  static String row(String channel) {
    return "[data-channel=\"" + channel + "\"]";
  }
}
