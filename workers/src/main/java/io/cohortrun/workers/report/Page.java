package io.cohortrun.workers.report;

import io.cohortrun.workers.canonical.Json;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/**
 * An HTML page whose data is one JSON value inside it; its script builds the page from that value
 * by text nodes only, so no text of a cohort can become markup. The content security policy names
 * the script and style by digest and allows nothing else.
 */
final class Page {

  private final String before;
  private final String after;

  private Page(String html) {
    int at = html.indexOf("{{data}}");
    this.before = html.substring(0, at);
    this.after = html.substring(at + "{{data}}".length());
  }

  /** The page whose script has that name. */
  static Page load(String name) throws IOException {
    String style = text("report.css");
    String script = text("common.js") + text(name + ".js");
    String policy =
        "default-src 'none'; img-src data:; style-src '%s'; script-src '%s'; base-uri 'none'; form-action 'none'"
            .formatted(digest(style), digest(script));
    return new Page(
        text("page.html")
            .replace("{{policy}}", policy)
            .replace("{{style}}", style)
            .replace("{{script}}", script));
  }

  /** The page of one value. */
  byte[] with(Object data) throws IOException {
    // Inside a script element only "</" and "<!--" could end it: no "<" leaves none.
    String json = Json.MAPPER.writeValueAsString(data).replace("<", "\\u003c");
    return (before + json + after).getBytes(StandardCharsets.UTF_8);
  }

  private static String text(String name) throws IOException {
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
