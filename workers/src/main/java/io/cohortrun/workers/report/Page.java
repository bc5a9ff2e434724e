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
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/**
 * An HTML page whose data is one JSON value inside it; its script builds the page from that value
 * by text nodes only, so no text of a cohort can become markup. The content security policy names
 * the script and style by digest and allows nothing else; on pages with plots also scripts from the
 * report's own folder, since a digest in a policy does not admit a file that is opened from a disk.
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

  /** The page whose script is these files, one after the other. */
  static Page load(String... names) throws IOException {
    return load("", "", names);
  }

  /** The same, with the plotting library that lies beside the pages. */
  static Page withPlots(String root, String... names) throws IOException {
    return load(
        " 'self'", "<script src=\"" + root + PlottingLibrary.FILE + "\"></script>\n", names);
  }

  private static Page load(String sources, String library, String... names) throws IOException {
    String style = text("report.css");
    StringBuilder script = new StringBuilder("'use strict';\n");
    for (String name : names) {
      script.append(text(name + ".js"));
    }
    String policy =
        "default-src 'none'; img-src data:; style-src '%s'; script-src '%s'%s; base-uri 'none'; form-action 'none'"
            .formatted(digest(style), digest(script.toString()), sources);
    return new Page(
        text("page.html")
            .replace("{{policy}}", policy)
            .replace("{{style}}", style)
            .replace("{{library}}", library)
            .replace("{{script}}", script));
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

  private static String digest(String content) {
    try {
      byte[] sha256 =
          MessageDigest.getInstance("SHA-256").digest(content.getBytes(StandardCharsets.UTF_8));
      return "sha256-" + Base64.getEncoder().encodeToString(sha256);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
