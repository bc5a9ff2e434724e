package io.cohortrun.workers.report;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.io.CharacterEscapes;
import com.fasterxml.jackson.databind.ObjectWriter;
import io.cohortrun.workers.canonical.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/**
 * An HTML page whose data is one JSON value inside it; its scripts build the page from that value
 * by text nodes only, so no text of a cohort can become markup. The content security policy allows
 * the scripts and the style that lie in the report's folder, none inside the page, and no network.
 */
final class Page {

  private static final ObjectWriter DATA = Json.MAPPER.writer(new NoMarkup());

  private final byte[] before;
  private final byte[] after;

  private Page(String html) {
    int at = html.indexOf("{{data}}");
    this.before = html.substring(0, at).getBytes(StandardCharsets.UTF_8);
    this.after = html.substring(at + "{{data}}".length()).getBytes(StandardCharsets.UTF_8);
  }

  /**
   * The page that runs these scripts of {@link Assets}, one after the other.
   *
   * @param root from the page to the report's folder: empty, or {@code ../}
   */
  static Page load(String root, String... scripts) throws IOException {
    StringBuilder elements = new StringBuilder();
    for (String script : scripts) {
      elements.append(
          "<script src=\"%s%s%s.js\"></script>\n".formatted(root, Assets.FOLDER, script));
    }
    return new Page(
        text("page.html")
            .replace("{{style}}", root + Assets.FOLDER + Assets.STYLE)
            .replace("{{scripts}}", elements));
  }

  /** The page of one value. */
  byte[] with(Object data) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream(before.length + after.length + 4096);
    out.write(before);
    DATA.without(JsonGenerator.Feature.AUTO_CLOSE_TARGET).writeValue(out, data);
    out.write(after);
    return out.toByteArray();
  }

  /** Inside a script element only "&lt;/" and "&lt;!--" could end it: no "&lt;" leaves none. */
  private static final class NoMarkup extends CharacterEscapes {

    private static final long serialVersionUID = 1L;

    private final int[] ascii = standardAsciiEscapesForJSON();

    NoMarkup() {
      ascii['<'] = ESCAPE_STANDARD;
    }

    @Override
    public int[] getEscapeCodesForAscii() {
      return ascii;
    }

    @Override
    public SerializableString getEscapeSequence(int character) {
      return null;
    }
  }

  static String text(String name) throws IOException {
    try (InputStream in = Page.class.getResourceAsStream(name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
