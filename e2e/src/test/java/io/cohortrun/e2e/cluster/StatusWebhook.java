package io.cohortrun.e2e.cluster;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.cohortrun.crds.v1alpha1.CohortRun;
import io.cohortrun.crds.v1alpha1.CohortRunStatus;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingWebhookConfiguration;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingWebhookConfigurationBuilder;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.internal.SSLUtils;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import javax.net.ssl.SSLContext;

/**
 * The API server asks it before each write of a run's status: at a point something is done while
 * the writer waits.
 */
final class StatusWebhook implements AutoCloseable {

  /** What is done. */
  interface Deed {
    void run() throws IOException, InterruptedException;
  }

  /**
   * When that is, of a run.
   *
   * @param yaml of the run, which is found by its name in any namespace
   * @param reached whether a status that is about to be written is the one
   * @param meanwhile is done there
   * @param written whether that status is accepted then
   */
  record Point(Path yaml, Predicate<CohortRunStatus> reached, Deed meanwhile, boolean written) {}

  /** A namespace without operators. */
  private static final String QUIET = "default";

  private static final ObjectMapper JSON = new ObjectMapper();

  private final ControlPlane plane;
  private final Point point;
  private final HttpsServer server;
  private final ValidatingWebhookConfiguration configuration;
  private volatile boolean askedFor;
  private final CountDownLatch done = new CountDownLatch(1);

  /** Waits for that point, which comes once. */
  StatusWebhook(ControlPlane plane, Point point) throws IOException, GeneralSecurityException {
    this.plane = plane;
    this.point = point;
    Resource<CohortRun> scratch = new Team(plane.client(), QUIET).apply(point.yaml());
    String run = scratch.get().getMetadata().getName();
    server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    Path keys = plane.folder();
    SSLContext tls = SSLContext.getInstance("TLS");
    tls.init(
        SSLUtils.keyManagers(
            null,
            keys.resolve("apiserver.crt").toString(),
            null,
            keys.resolve("apiserver.key").toString(),
            "RSA",
            "",
            null,
            null),
        null,
        null);
    server.setHttpsConfigurator(new HttpsConfigurator(tls));
    server.createContext("/", this::answer);
    server.start();
    ValidatingWebhookConfiguration asked =
        new ValidatingWebhookConfigurationBuilder()
            .withNewMetadata()
            .withName(run)
            .endMetadata()
            .addNewWebhook()
            .withName("status.cohortrun.test")
            .addToAdmissionReviewVersions("v1")
            .withSideEffects("None")
            .withTimeoutSeconds(20)
            .addNewRule()
            .withApiGroups("cohortrun.io")
            .withApiVersions("*")
            .withResources("cohortruns/status")
            .withOperations("UPDATE")
            .endRule()
            .addNewMatchCondition("object.metadata.name == '" + run + "'", "that-run")
            .withNewClientConfig()
            .withUrl("https://127.0.0.1:" + server.getAddress().getPort())
            .withCaBundle(
                Base64.getEncoder().encodeToString(Files.readAllBytes(keys.resolve("ca.crt"))))
            .endClientConfig()
            .endWebhook()
            .build();
    configuration = plane.client().resource(asked).create();
    awaitAsking(scratch);
    scratch.delete();
  }

  /** The API server learns of it a moment after it was made. */
  private void awaitAsking(Resource<CohortRun> run) {
    await("the API server to ask")
        .atMost(Duration.ofMinutes(1))
        .until(
            () -> {
              run.subresource("status")
                  .patch(PatchContext.of(PatchType.JSON_MERGE), "{\"status\": {\"attempt\": 0}}");
              return askedFor;
            });
  }

  /** Whether the operator came there in time, and it is done. */
  boolean awaitPoint() throws InterruptedException {
    return done.await(3, TimeUnit.MINUTES);
  }

  private void answer(HttpExchange exchange) throws IOException {
    JsonNode request = JSON.readTree(exchange.getRequestBody()).path("request");
    CohortRunStatus status =
        JSON.treeToValue(request.path("object").path("status"), CohortRunStatus.class);
    askedFor = true;
    boolean accepted = true;
    if (done.getCount() > 0 && point.reached().test(status)) {
      try {
        point.meanwhile().run();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      done.countDown();
      accepted = point.written();
    }
    byte[] answer =
        JSON.writeValueAsBytes(
            Map.of(
                "apiVersion",
                "admission.k8s.io/v1",
                "kind",
                "AdmissionReview",
                "response",
                Map.of("uid", request.path("uid").asText(), "allowed", accepted)));
    exchange.getResponseHeaders().add("Content-Type", "application/json");
    exchange.sendResponseHeaders(200, answer.length);
    exchange.getResponseBody().write(answer);
    exchange.close();
  }

  @Override
  public void close() {
    plane.client().resource(configuration).delete();
    server.stop(0);
  }
}
