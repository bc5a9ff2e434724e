package io.cohortrun.e2e.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cohortrun.e2e.server.Lacking;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Chromium without a window, spoken to over the DevTools protocol through a pipe: no port to
 * collide on, and a browser that ends with the tests whatever becomes of them.
 */
final class Browser implements AutoCloseable {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration LIMIT = Duration.ofMinutes(2);

  private final Process process;
  private final Path log;
  private final OutputStream to;
  private final AtomicInteger ids = new AtomicInteger();
  private final Map<Integer, CompletableFuture<JsonNode>> waiting = new ConcurrentHashMap<>();
  private final List<JsonNode> events = new CopyOnWriteArrayList<>();

  private Browser(Process process, Path log) {
    this.process = process;
    this.log = log;
    this.to = new BufferedOutputStream(process.getOutputStream());
    Thread.ofPlatform().daemon().name("devtools").start(this::listen);
  }

  /** Starts one with a profile of its own under {@code folder}. */
  static Browser start(Path folder) throws IOException {
    Files.createDirectories(folder);
    Path log = folder.resolve("chromium.log");
    List<String> command = new ArrayList<>();
    // The browser reads commands from descriptor 3 and answers on 4.
    command.addAll(List.of("sh", "-c", "exec \"$0\" \"$@\" 3<&0 4>&1 </dev/null >/dev/null"));
    command.add(Lacking.program("chromium", "chromium-browser", "google-chrome"));
    command.addAll(
        List.of(
            "--headless=new",
            "--no-sandbox", // tests run as root in containers
            "--disable-gpu",
            "--remote-debugging-pipe",
            "--user-data-dir=" + folder.resolve("profile"),
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-dev-shm-usage",
            "--force-device-scale-factor=1",
            "about:blank"));
    return new Browser(new ProcessBuilder(command).redirectError(log.toFile()).start(), log);
  }

  /** A new tab of that size. */
  BrowserPage page(int width, int height) {
    String target =
        send(null, "Target.createTarget", Map.of("url", "about:blank")).get("targetId").asText();
    String session =
        send(null, "Target.attachToTarget", Map.of("targetId", target, "flatten", true))
            .get("sessionId")
            .asText();
    return new BrowserPage(this, session, width, height);
  }

  /** Sends a command and waits for its answer. */
  JsonNode send(String session, String method, Map<String, Object> params) {
    int id = ids.incrementAndGet();
    CompletableFuture<JsonNode> answer = new CompletableFuture<>();
    waiting.put(id, answer);
    ObjectNode message = JSON.createObjectNode().put("id", id).put("method", method);
    message.set("params", JSON.valueToTree(params));
    if (session != null) {
      message.put("sessionId", session);
    }
    try {
      synchronized (to) {
        to.write(JSON.writeValueAsBytes(message));
        to.write(0);
        to.flush();
      }
      JsonNode got = answer.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
      if (got.has("error")) {
        throw new IllegalStateException(method + ": " + got.get("error").get("message").asText());
      }
      return got.get("result");
    } catch (IOException | ExecutionException | TimeoutException e) {
      throw new IllegalStateException(method + " got no answer; the browser said:\n" + said(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** What a tab has reported so far, by method. */
  List<JsonNode> events(String session, String method) {
    return events.stream()
        .filter(e -> session.equals(e.path("sessionId").asText()))
        .filter(e -> method.equals(e.path("method").asText()))
        .map(e -> e.get("params"))
        .toList();
  }

  private void listen() {
    try (InputStream in = new BufferedInputStream(process.getInputStream())) {
      ByteArrayOutputStream message = new ByteArrayOutputStream();
      for (int b = in.read(); b >= 0; b = in.read()) {
        if (b != 0) {
          message.write(b);
          continue;
        }
        JsonNode json = JSON.readTree(message.toString(StandardCharsets.UTF_8));
        message.reset();
        CompletableFuture<JsonNode> answer = waiting.remove(json.path("id").asInt(-1));
        if (answer == null) {
          events.add(json);
        } else {
          answer.complete(json);
        }
      }
      waiting.values().forEach(w -> w.completeExceptionally(new IOException("it ended")));
    } catch (IOException e) {
      waiting.values().forEach(w -> w.completeExceptionally(e));
    }
  }

  private String said() {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      return e.toString();
    }
  }

  @Override
  public void close() {
    List<ProcessHandle> all = new ArrayList<>(process.descendants().toList());
    all.add(process.toHandle());
    all.forEach(ProcessHandle::destroyForcibly);
    all.forEach(p -> p.onExit().join());
  }
}
