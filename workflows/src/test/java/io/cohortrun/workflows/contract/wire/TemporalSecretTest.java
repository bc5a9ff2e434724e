package io.cohortrun.workflows.contract.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.Server;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.shaded.io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.netty.shaded.io.netty.handler.ssl.ClientAuth;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslContextBuilder;
import io.grpc.stub.StreamObserver;
import io.temporal.api.workflowservice.v1.GetSystemInfoRequest;
import io.temporal.api.workflowservice.v1.GetSystemInfoResponse;
import io.temporal.api.workflowservice.v1.WorkflowServiceGrpc;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A Temporal that lets in whom it knows, over real TLS. */
class TemporalSecretTest {

  @TempDir static Path folder;
  private static Certificate us;
  private static Certificate temporal;
  private static Server server;

  @BeforeAll
  static void serve() throws Exception {
    us = Certificate.make(folder, "us");
    temporal = Certificate.make(folder, "temporal");
    server =
        NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
            .sslContext(
                GrpcSslContexts.configure(
                        SslContextBuilder.forServer(
                            temporal.crt().toFile(), temporal.key().toFile()))
                    .clientAuth(ClientAuth.REQUIRE)
                    .trustManager(us.crt().toFile())
                    .build())
            .addService(new SystemInfo())
            .build()
            .start();
  }

  @AfterAll
  static void stop() {
    server.shutdownNow();
  }

  @Test
  void whoHasTheCertificateIsLetIn() throws Exception {
    Path secret = secret("whole", true, us);
    assertThat(version(TemporalSecret.in(secret))).isEqualTo("of the test");
  }

  @Test
  void whoHasNoneOrAnotherIsNot() throws Exception {
    for (Path secret :
        new Path[] {
          secret("none", true, null), secret("stranger", true, Certificate.make(folder, "stranger"))
        }) {
      assertThatThrownBy(() -> version(TemporalSecret.in(secret)))
          .isInstanceOf(StatusRuntimeException.class);
    }
    assertThatThrownBy(() -> version(TemporalSecret.NONE))
        .as("in the clear")
        .isInstanceOf(StatusRuntimeException.class);
  }

  @Test
  void aServerThatTheAuthorityDoesNotNameIsNotBelieved() throws Exception {
    Path secret = secret("distrust", false, us);
    Files.copy(Certificate.make(folder, "other").crt(), secret.resolve("ca.crt"));
    assertThatThrownBy(() -> version(TemporalSecret.in(secret)))
        .isInstanceOf(StatusRuntimeException.class);
  }

  @Test
  void aBrokenCertificateIsSaidWithItsPlace() throws Exception {
    Path secret = Files.createDirectory(folder.resolve("broken"));
    Files.writeString(secret.resolve("tls.crt"), "not a certificate");
    Files.writeString(secret.resolve("tls.key"), "not a key");
    assertThatThrownBy(() -> TemporalSecret.in(secret).connecting("127.0.0.1:1"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining(secret.toString());
  }

  private static String version(TemporalSecret secret) {
    return ServerVersion.of("127.0.0.1:" + server.getPort(), secret);
  }

  private static Path secret(String name, boolean trusting, Certificate mine) throws Exception {
    Path secret = Files.createDirectory(folder.resolve(name));
    if (trusting) {
      Files.copy(temporal.crt(), secret.resolve("ca.crt"));
    }
    if (mine != null) {
      Files.copy(mine.crt(), secret.resolve("tls.crt"));
      Files.copy(mine.key(), secret.resolve("tls.key"));
    }
    return secret;
  }

  private static final class SystemInfo extends WorkflowServiceGrpc.WorkflowServiceImplBase {
    @Override
    public void getSystemInfo(
        GetSystemInfoRequest request, StreamObserver<GetSystemInfoResponse> answer) {
      answer.onNext(GetSystemInfoResponse.newBuilder().setServerVersion("of the test").build());
      answer.onCompleted();
    }
  }
}
