package io.cohortrun.operator.adapters;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import io.cohortrun.operator.desired.GpuRequest;
import io.cohortrun.operator.observe.Epoch;
import io.cohortrun.operator.ports.WorkersRefused;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;

/** An API server of before dynamic resource allocation: whole groups are unknown to it. */
class ClusterPoolsTest extends PoolsCase {

  private final Queue<String> asked = new ConcurrentLinkedQueue<>();

  @Override
  Answer answer(HttpExchange request, String body) {
    String path = request.getRequestURI().getPath();
    asked.add(request.getRequestMethod() + " " + path);
    return path.endsWith("/jobs")
        ? new Answer(200, listOf("[]"))
        : new Answer(404, "404 page not found\n");
  }

  @Test
  void aClaimThatTheApiServerDoesNotKnowIsARefusalThatSaysWhatIsMissing() {
    GpuRequest claim = new GpuRequest.Claim("gpu.nvidia.com", 1);
    assertThatThrownBy(() -> scale(new Epoch(1, 0), 1, profile(claim)))
        .isInstanceOf(WorkersRefused.class)
        .hasMessageContaining("gpu workers' profile asks for device class gpu.nvidia.com")
        .hasMessageContaining("no ResourceClaimTemplate of resource.k8s.io/v1")
        .hasMessageContaining("1.34");
    assertThat(asked)
        .as("no Job whose pods would wait for ever")
        .noneMatch(call -> call.startsWith("PATCH") && call.contains("/jobs/"));
  }
}
