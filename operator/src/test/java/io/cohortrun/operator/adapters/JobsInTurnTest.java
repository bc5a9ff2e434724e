package io.cohortrun.operator.adapters;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import io.cohortrun.operator.desired.GpuRequest;
import io.cohortrun.operator.desired.WorkerJobs;
import io.cohortrun.operator.desired.WorkerProfile;
import io.cohortrun.operator.observe.Epoch;
import io.cohortrun.operator.observe.Pool;
import io.cohortrun.operator.ports.WorkersRefused;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What an API server is asked, by the Jobs of a pool that it has. */
class JobsInTurnTest extends PoolsCase {

  private static final Epoch FIRST = new Epoch(1, 0);
  private static final Epoch SECOND = new Epoch(1, 1);

  private static final WorkerProfile PROFILE = profile(new GpuRequest.None());

  private final List<Job> there = new ArrayList<>();
  private final List<String> changes = new ArrayList<>();
  private boolean refuses;

  @Override
  Answer answer(HttpExchange request, String body) {
    String path = request.getRequestURI().getPath();
    String method = request.getRequestMethod();
    boolean resizes =
        String.valueOf(request.getRequestHeaders().getFirst("Content-Type")).contains("json-patch");
    if (!method.equals("GET") && !body.equals("[]")) {
      String name = path.substring(path.lastIndexOf('/') + 1);
      changes.add("%s %s%s".formatted(method, name, resizes ? " " + body : ""));
    }
    if (refuses && method.equals("PATCH")) {
      return new Answer(
          403,
          "{\"kind\": \"Status\", \"apiVersion\": \"v1\", \"code\": 403, \"message\": \"exceeded quota\"}");
    }
    return new Answer(
        200,
        switch (method) {
          case "GET" -> listOf(Serialization.asJson(there));
          case "DELETE" -> "{\"kind\": \"Status\", \"apiVersion\": \"v1\"}";
          default -> Serialization.asJson(there.isEmpty() ? job(FIRST, 4) : there.getFirst());
        });
  }

  @Test
  void anotherSizeReachesTheApiServer() throws WorkersRefused {
    there.add(job(FIRST, 4));
    scale(FIRST, 2);
    assertThat(changes)
        .singleElement()
        .asString()
        .startsWith("PATCH study-01234567-gpu-1 ")
        .contains("/spec/parallelism", "/spec/completions", "\"value\":2")
        .doesNotContain("template");
  }

  @Test
  void theFormerJobGoesOnceTheNextIsThere() throws WorkersRefused {
    there.add(job(FIRST, 4));
    scale(SECOND, 4);
    assertThat(changes)
        .containsExactly("PATCH study-01234567-gpu-1-1", "DELETE study-01234567-gpu-1");
  }

  @Test
  void whoDiedBetweenTheTwoFindsWhatIsLeftToDo() throws WorkersRefused {
    there.add(job(FIRST, 4));
    there.add(job(SECOND, 4));
    scale(SECOND, 4);
    assertThat(changes).containsExactly("DELETE study-01234567-gpu-1");
  }

  @Test
  void aReplacementThatIsRefusedLeavesTheWorkersThatThereAre() {
    there.add(job(FIRST, 4));
    refuses = true;
    assertThatThrownBy(() -> scale(SECOND, 4)).isInstanceOf(WorkersRefused.class);
    assertThat(changes).containsExactly("PATCH study-01234567-gpu-1-1");
  }

  @Test
  void whoHasSeenLessThanThereIsChangesNothing() throws WorkersRefused {
    there.add(job(SECOND, 4));
    scale(FIRST, 2);
    assertThat(changes).isEmpty();
  }

  private void scale(Epoch epoch, int replicas) throws WorkersRefused {
    scale(epoch, replicas, PROFILE);
  }

  private static Job job(Epoch epoch, int replicas) {
    return WorkerJobs.job(RUN, Pool.GPU, epoch, replicas, PROFILE);
  }
}
