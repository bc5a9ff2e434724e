package io.cohortrun.e2e.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/** One tab: what a person does with it, and what the browser says of it. */
final class BrowserPage {

  private final Browser browser;
  private final String session;

  BrowserPage(Browser browser, String session, int width, int height) {
    this.browser = browser;
    this.session = session;
    for (String domain : List.of("Page", "Runtime", "Network", "Log")) {
      send(domain + ".enable", Map.of());
    }
    resize(width, height);
  }

  /** Opens a page of the report and waits until its script has done. */
  BrowserPage open(Path file) {
    return open(file, "");
  }

  /** The same, of a file that holds several pages: {@code fragment} is what follows the #. */
  BrowserPage open(Path file, String fragment) {
    // To another fragment of the page that is open the browser would only scroll.
    send("Page.navigate", Map.of("url", "about:blank"));
    String url = file.toUri().toString();
    send("Page.navigate", Map.of("url", fragment.isEmpty() ? url : url + "#" + fragment));
    return shows(file.getFileName().toString());
  }

  /** Waits until a page of the report with that file name is there and ready. */
  BrowserPage shows(String name) {
    until(
        "location.pathname.endsWith('/%s') && document.body.dataset.ready === 'yes'"
            .formatted(name));
    return this;
  }

  void resize(int width, int height) {
    send(
        "Emulation.setDeviceMetricsOverride",
        Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
  }

  void scheme(String lightOrDark) {
    send(
        "Emulation.setEmulatedMedia",
        Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", lightOrDark))));
  }

  /** Value of an expression; a promise is awaited. */
  JsonNode eval(String expression) {
    JsonNode got =
        send(
            "Runtime.evaluate",
            Map.of("expression", expression, "awaitPromise", true, "returnByValue", true));
    if (got.has("exceptionDetails")) {
      throw new IllegalStateException(expression + "\n" + got.get("exceptionDetails"));
    }
    return got.get("result").path("value");
  }

  /** Text of the first element. */
  String text(String selector) {
    return eval(element(selector) + ".innerText").asText();
  }

  /** Texts of all elements, in order. */
  List<String> texts(String selector) {
    return strings(
        eval(
            "Array.from(document.querySelectorAll(%s), e => e.innerText)"
                .formatted(quoted(selector))));
  }

  static List<String> strings(JsonNode array) {
    return array.valueStream().map(JsonNode::asText).toList();
  }

  /** Waits until an expression is true. */
  void until(String expression) {
    Awaitility.await(expression)
        .atMost(Duration.ofMinutes(2))
        .pollInterval(Duration.ofMillis(50))
        .ignoreExceptions() // the page before is gone, the next one not there yet
        .until(() -> eval(expression).asBoolean());
  }

  /** Clicks the middle of an element with the mouse. */
  void click(String selector) {
    JsonNode at =
        eval(
            "(e => { e.scrollIntoView({block: 'center'}); const r = e.getClientRects()[0];"
                + " return {x: r.x + r.width / 2, y: r.y + r.height / 2}; })("
                + element(selector)
                + ")");
    double x = at.get("x").asDouble();
    double y = at.get("y").asDouble();
    point(x, y);
    for (String type : List.of("mousePressed", "mouseReleased")) {
      send(
          "Input.dispatchMouseEvent",
          Map.of("type", type, "x", x, "y", y, "button", "left", "clickCount", 1));
    }
  }

  /** Moves the mouse to a place in the window. */
  void point(double x, double y) {
    send("Input.dispatchMouseEvent", Map.of("type", "mouseMoved", "x", x, "y", y));
  }

  void focus(String selector) {
    eval(element(selector) + ".focus()");
  }

  /** Presses keys by their names, {@code Tab}, {@code ArrowRight}, {@code Space}, {@code +}. */
  void press(String... keys) {
    for (String key : keys) {
      Map<String, Object> event =
          switch (key) {
            case "Space" ->
                Map.of("key", " ", "code", "Space", "text", " ", "windowsVirtualKeyCode", 32);
            case "Tab" -> Map.of("key", key, "code", key, "windowsVirtualKeyCode", 9);
            case "Enter" ->
                Map.of("key", key, "code", key, "text", "\r", "windowsVirtualKeyCode", 13);
            case "End" -> Map.of("key", key, "code", key, "windowsVirtualKeyCode", 35);
            case "Home" -> Map.of("key", key, "code", key, "windowsVirtualKeyCode", 36);
            case "ArrowLeft" -> Map.of("key", key, "code", key, "windowsVirtualKeyCode", 37);
            case "ArrowUp" -> Map.of("key", key, "code", key, "windowsVirtualKeyCode", 38);
            case "ArrowRight" -> Map.of("key", key, "code", key, "windowsVirtualKeyCode", 39);
            case "ArrowDown" -> Map.of("key", key, "code", key, "windowsVirtualKeyCode", 40);
            default -> Map.of("key", key, "text", key);
          };
      for (String type : List.of("keyDown", "keyUp")) {
        Map<String, Object> all = new HashMap<>(event);
        all.put("type", type);
        send("Input.dispatchKeyEvent", all);
      }
    }
  }

  /** Types into an element. */
  void type(String selector, String text) {
    focus(selector);
    send("Input.insertText", Map.of("text", text));
  }

  /** Sets a value as a picker does that has no window here. */
  void pick(String selector, String value) {
    eval(
        "(e => { e.value = %s; e.dispatchEvent(new Event('input', {bubbles: true})); })(%s)"
            .formatted(quoted(value), element(selector)));
  }

  /** Chooses a folder in an input that asks for one, as its dialogue would. */
  void chooseFolder(String selector, Path folder) {
    String input =
        send("Runtime.evaluate", Map.of("expression", element(selector)))
            .get("result")
            .get("objectId")
            .asText();
    send("DOM.setFileInputFiles", Map.of("files", List.of(folder.toString()), "objectId", input));
  }

  /** Errors on the console, of scripts and of the security policy. */
  List<String> errors() {
    return Stream.of(
            browser.events(session, "Runtime.exceptionThrown").stream().map(JsonNode::toString),
            browser.events(session, "Runtime.consoleAPICalled").stream().map(JsonNode::toString),
            browser.events(session, "Log.entryAdded").stream()
                .filter(e -> e.get("entry").get("level").asText().equals("error"))
                .map(JsonNode::toString))
        .flatMap(s -> s)
        .toList();
  }

  /** Everything asked for, by URL; pictures inside the page are not requests. */
  List<String> requests() {
    return browser.events(session, "Network.requestWillBeSent").stream()
        .map(e -> e.get("request").get("url").asText())
        .filter(url -> !url.startsWith("data:") && !url.equals("about:blank"))
        .toList();
  }

  /** Saves what the window shows. */
  void screenshot(Path png) throws IOException {
    Files.write(
        png,
        Base64.getDecoder()
            .decode(send("Page.captureScreenshot", Map.of("format", "png")).get("data").asText()));
  }

  /** The page as it is printed. */
  byte[] pdf() {
    return Base64.getDecoder()
        .decode(send("Page.printToPDF", Map.of("displayHeaderFooter", false)).get("data").asText());
  }

  private JsonNode send(String method, Map<String, Object> params) {
    return browser.send(session, method, params);
  }

  static String element(String selector) {
    return "document.querySelector(" + quoted(selector) + ")";
  }

  static String quoted(String text) {
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
  }
}
