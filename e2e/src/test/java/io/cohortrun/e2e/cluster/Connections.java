package io.cohortrun.e2e.cluster;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.ExecWatch;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Connections that are tried from inside a pod.
 *
 * @param targets each {@code host/port}
 */
record Connections(KubernetesClient client, List<String> targets) {

  /** What comes of one. */
  enum Answer {
    CONNECTED,
    /** It got there, and nothing listens. */
    REFUSED,
    /** Nothing came back. */
    NONE
  }

  /** All at once; the second packet of a connection, a second later, is still waited for. */
  private static final String TRY =
      """
      for target in "$@"; do
        { timeout 3 bash -c "</dev/tcp/$target" 2>/dev/null; echo "$target $?"; } &
      done
      wait
      """;

  private static final Map<String, Answer> BY_STATUS =
      Map.of("0", Answer.CONNECTED, "1", Answer.REFUSED, "124", Answer.NONE);

  /** What comes of each target, in their order. */
  List<Answer> from(Pod pod) throws Exception {
    String[] command =
        Stream.concat(Stream.of("bash", "-c", TRY, "bash"), targets.stream())
            .toArray(String[]::new);
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    try (ExecWatch tried = client.pods().resource(pod).writingOutput(said).exec(command)) {
      tried.exitCode().get(1, TimeUnit.MINUTES);
    }
    Map<String, Answer> answers =
        said.toString(StandardCharsets.UTF_8)
            .lines()
            .map(line -> line.split(" ", 2))
            .collect(Collectors.toMap(line -> line[0], line -> BY_STATUS.get(line[1])));
    return targets.stream().map(answers::get).toList();
  }
}
