package io.cohortrun.cli.pod;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a pod answers over HTTP. */
final class PodServer {

  private static final Logger LOG = LoggerFactory.getLogger(PodServer.class);

  private PodServer() {}

  /**
   * An answer.
   *
   * @param code of HTTP
   */
  record Answer(int code, String text) {

    /** Of a probe: 200, or 503 with the reason. */
    static Answer of(boolean is, String otherwise) {
      return is ? new Answer(200, "ok\n") : new Answer(503, otherwise + "\n");
    }
  }

  /**
   * Answers until the process ends, on the port that {@code COHORTRUN_PORT} says, 8080 where
   * absent. A port that is taken costs the answers, never the work.
   *
   * @param answers by path
   */
  static void serve(Map<String, Supplier<Answer>> answers) {
    int port = Environment.port("COHORTRUN_PORT");
    try {
      open(port, answers);
    } catch (IOException e) {
      LOG.warn("this process answers nothing over HTTP: port {}: {}", port, e.getMessage());
    }
  }

  static HttpServer open(int port, Map<String, Supplier<Answer>> answers) throws IOException {
    HttpServer server = HttpServer.create(new InetSocketAddress(port), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    answers.forEach(
        (path, answer) ->
            server.createContext(
                path,
                exchange -> {
                  try (exchange) {
                    Answer now = answer.get();
                    byte[] text = now.text().getBytes(StandardCharsets.UTF_8);
                    exchange.getResponseHeaders().set("Content-Type", "text/plain; version=0.0.4");
                    exchange.sendResponseHeaders(now.code(), text.length);
                    exchange.getResponseBody().write(text);
                  }
                }));
    server.start();
    return server;
  }
}
