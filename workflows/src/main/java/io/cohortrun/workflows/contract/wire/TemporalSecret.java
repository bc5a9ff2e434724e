package io.cohortrun.workflows.contract.wire;

import com.fasterxml.jackson.databind.DeserializationFeature;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.common.converter.CodecDataConverter;
import io.temporal.common.converter.DataConverter;
import io.temporal.common.converter.DefaultDataConverter;
import io.temporal.common.converter.JacksonJsonPayloadConverter;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;

/**
 * What a process has for one Temporal namespace: a Secret's files in a folder.
 *
 * <p>{@code ca.crt} names who is believed to be Temporal, and turns TLS on; {@code tls.crt} and
 * {@code tls.key} (PKCS#8) are who we are, and turn it on, too; {@code codec.keys} encrypts
 * payloads. Each may be absent. Certificates are read again every minute: one that was renewed is
 * used by the next connection.
 */
public final class TemporalSecret {

  /** No TLS, payloads in the clear. */
  public static final TemporalSecret NONE = new TemporalSecret(Optional.empty());

  /** Variable that names the folder with a folder for each Temporal namespace that has a Secret. */
  public static final String FOLDERS = "COHORTRUN_TEMPORAL_SECRETS";

  /**
   * Payloads in the clear. A field that is not known here comes from a worker of a later release,
   * and is passed over: else an upgrade would hold up every run until its last process is replaced.
   */
  private static final DataConverter PLAIN =
      DefaultDataConverter.newDefaultInstance()
          .withPayloadConverterOverrides(
              new JacksonJsonPayloadConverter(
                  JacksonJsonPayloadConverter.newDefaultObjectMapper()
                      .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)));

  private static final CertificateFiles CERTIFICATES =
      new CertificateFiles(
          Executors.newSingleThreadScheduledExecutor(
              Thread.ofPlatform().daemon().name("certificates").factory()));

  private final Optional<Path> folder;

  private TemporalSecret(Optional<Path> folder) {
    this.folder = folder;
  }

  /** Of a folder. */
  public static TemporalSecret in(Path folder) {
    return new TemporalSecret(Optional.of(folder));
  }

  /**
   * Of a Temporal namespace, by the environment; {@link #NONE} where it has no folder there.
   *
   * @param namespace of Temporal
   */
  public static TemporalSecret of(String namespace) {
    return Optional.ofNullable(System.getenv(FOLDERS))
        .filter(set -> !set.isBlank())
        .map(set -> Path.of(set, namespace))
        .filter(Files::isDirectory)
        .map(TemporalSecret::in)
        .orElse(NONE);
  }

  /**
   * Options of a connection, with TLS where there are certificates.
   *
   * @throws IllegalStateException a certificate or key cannot be used
   */
  public WorkflowServiceStubsOptions.Builder connecting(String address) {
    WorkflowServiceStubsOptions.Builder options =
        WorkflowServiceStubsOptions.newBuilder().setTarget(address);
    Optional<Path> ca = file("ca.crt");
    Optional<Path> certificate = file("tls.crt");
    if (ca.isPresent() || certificate.isPresent()) {
      try {
        options.setSslContext(CERTIFICATES.client(ca, certificate));
      } catch (IOException | GeneralSecurityException e) {
        throw new IllegalStateException(
            "Temporal's certificates in %s cannot be used: %s"
                .formatted(folder.orElseThrow(), e.getMessage()),
            e);
      }
    }
    return options;
  }

  /**
   * Options of a client, with encrypted payloads where there are keys. Every client and worker has
   * them: they say what can be read.
   *
   * @throws IllegalArgumentException the keys cannot be used
   */
  public WorkflowClientOptions.Builder client(String namespace) {
    return WorkflowClientOptions.newBuilder()
        .setDataConverter(file("codec.keys").map(TemporalSecret::encrypted).orElse(PLAIN))
        .setNamespace(namespace);
  }

  private static DataConverter encrypted(Path keys) {
    return new CodecDataConverter(
        PLAIN, List.of(new AesGcmCodec(() -> CodecKeys.parse(read(keys), keys.toString()))), true);
  }

  private Optional<Path> file(String name) {
    return folder.map(f -> f.resolve(name)).filter(Files::isRegularFile);
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
