package io.cohortrun.e2e.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.cohortrun.crds.v1alpha1.CohortRunStatus;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingWebhookConfiguration;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingWebhookConfigurationBuilder;
import io.fabric8.kubernetes.client.internal.SSLUtils;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.Map;
import javax.net.ssl.SSLContext;

/**
 * The API server asks it before each write of one run's status: who writes can be stopped there.
 */
final class StatusWebhook implements AutoCloseable {

  /** Judges a status that is about to be written. */
  @FunctionalInterface
  interface Judge {
    /** Whether it may be written. */
    boolean accepts(CohortRunStatus status) throws IOException, InterruptedException;
  }

  private static final ObjectMapper JSON = new ObjectMapper();

  private final ControlPlane plane;
  private final HttpsServer server;
  private final ValidatingWebhookConfiguration configuration;

  private StatusWebhook(
      ControlPlane plane, HttpsServer server, ValidatingWebhookConfiguration configuration) {
    this.plane = plane;
    this.server = server;
    this.configuration = configuration;
  }

  /** Asks for every status of the runs of that name, in any namespace, until it is closed. */
  static StatusWebhook start(ControlPlane plane, String run, Judge judge)
      throws IOException, GeneralSecurityException {
    HttpsServer server = HttpsServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
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
    server.createContext("/", exchange -> answer(exchange, judge));
    server.start();
    ValidatingWebhookConfiguration configuration =
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
    return new StatusWebhook(plane, server, plane.client().resource(configuration).create());
  }

  private static void answer(HttpExchange exchange, Judge judge) throws IOException {
    JsonNode request = JSON.readTree(exchange.getRequestBody()).path("request");
    CohortRunStatus status =
        JSON.treeToValue(request.path("object").path("status"), CohortRunStatus.class);
    boolean accepted;
    try {
      accepted = judge.accepts(status);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      accepted = false;
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
