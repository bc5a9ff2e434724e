package io.cohortrun.e2e.report;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.InflaterInputStream;

/**
 * Texts of the pages of a PDF as Chromium writes it (Skia: one content stream a page, strings of
 * glyphs, a table of characters for each font). Not a reader of other PDFs.
 */
final class PrintedPages {

  private static final Pattern OBJECT =
      Pattern.compile("(?m)^(\\d+) 0 obj\\n(.*?)(?:\\nendobj|stream\\n)", Pattern.DOTALL);
  private static final Pattern SHOWN = Pattern.compile("/(F\\d+) \\S+ Tf|<([0-9A-F]+)> Tj");
  private static final Pattern MAPPED =
      Pattern.compile("<([0-9A-F]+)> (?:<([0-9A-F]+)> )?<([0-9A-F]+)>\\n");

  private final String pdf;
  private final Map<Integer, String> objects = new HashMap<>();
  private final Map<Integer, Integer> streams = new HashMap<>();

  private PrintedPages(byte[] bytes) {
    pdf = new String(bytes, StandardCharsets.ISO_8859_1);
    Matcher object = OBJECT.matcher(pdf);
    while (object.find()) {
      int id = Integer.parseInt(object.group(1));
      objects.put(id, object.group(2));
      streams.put(id, object.end());
    }
  }

  /** What stands on each page, without any space: lines break where there was one. */
  static List<String> texts(byte[] pdf) throws IOException {
    PrintedPages pages = new PrintedPages(pdf);
    List<String> texts = new ArrayList<>();
    for (int id : pages.objects.keySet().stream().sorted().toList()) {
      if (pages.objects.get(id).startsWith("<</Type /Page\n")) {
        texts.add(pages.text(pages.objects.get(id)));
      }
    }
    return texts;
  }

  static String unspaced(String text) {
    return Normalizer.normalize(text, Normalizer.Form.NFKC).replaceAll("\\s", "");
  }

  private String text(String page) throws IOException {
    StringBuilder text = new StringBuilder();
    Map<String, String> font = Map.of();
    Matcher shown = SHOWN.matcher(stream(reference(page, "/Contents")));
    while (shown.find()) {
      if (shown.group(1) != null) {
        String of = objects.get(reference(page, "/" + shown.group(1)));
        font = characters(stream(reference(of, "/ToUnicode")));
      } else {
        int digits = font.keySet().stream().mapToInt(String::length).findFirst().orElse(4);
        for (int i = 0; i < shown.group(2).length(); i += digits) {
          text.append(font.getOrDefault(shown.group(2).substring(i, i + digits), "?"));
        }
      }
    }
    return unspaced(text.toString());
  }

  private static int reference(String object, String name) {
    Matcher at = Pattern.compile(Pattern.quote(name) + " (\\d+) 0 R").matcher(object);
    if (!at.find()) {
      throw new IllegalStateException("no " + name + " in " + object);
    }
    return Integer.parseInt(at.group(1));
  }

  private String stream(int id) throws IOException {
    byte[] rest = pdf.substring(streams.get(id)).getBytes(StandardCharsets.ISO_8859_1);
    try (InflaterInputStream in = new InflaterInputStream(new ByteArrayInputStream(rest))) {
      return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
    }
  }

  /** Codes of glyphs to characters: one by one, or first and last code with the first character. */
  private static Map<String, String> characters(String table) {
    Map<String, String> characters = new HashMap<>();
    Matcher one = MAPPED.matcher(table.substring(table.indexOf("endcodespacerange")));
    while (one.find()) {
      String first = one.group(1);
      int last = Integer.parseInt(one.group(2) == null ? first : one.group(2), 16);
      for (int code = Integer.parseInt(first, 16), n = 0; code <= last; code++, n++) {
        characters.put(("%0" + first.length() + "X").formatted(code), character(one.group(3), n));
      }
    }
    return characters;
  }

  private static String character(String units, int after) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < units.length(); i += 4) {
      text.append((char) Integer.parseInt(units.substring(i, i + 4), 16));
    }
    text.setCharAt(text.length() - 1, (char) (text.charAt(text.length() - 1) + after));
    return text.toString();
  }
}
