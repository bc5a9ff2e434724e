package io.cohortrun.workflows.contract.wire;

import io.grpc.netty.shaded.io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslContext;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslContextBuilder;
import io.grpc.util.AdvancedTlsX509KeyManager;
import io.grpc.util.AdvancedTlsX509TrustManager;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManager;
import javax.net.ssl.TrustManager;

/**
 * Certificates and keys in files, read again every minute. A file is watched once, however many
 * connections are tried with it; one that could not be read is not watched, and is read anew when
 * it is asked for again.
 */
final class CertificateFiles {

  private static final long MINUTES = 1;

  private final ScheduledExecutorService reloads;
  private final Map<Path, TrustManager> authorities = new HashMap<>();
  private final Map<Path, KeyManager> identities = new HashMap<>();

  /**
   * Watches no file yet.
   *
   * @param reloads reads them again; one task for each file's certificates
   */
  CertificateFiles(ScheduledExecutorService reloads) {
    this.reloads = reloads;
  }

  /**
   * TLS of a client.
   *
   * @param ca who is believed; absent for the public authorities
   * @param certificate who we are, with {@code tls.key} (PKCS#8) beside it; absent for nobody
   * @throws IOException a file cannot be read
   * @throws GeneralSecurityException a file is no certificate or no key
   */
  synchronized SslContext client(Optional<Path> ca, Optional<Path> certificate)
      throws IOException, GeneralSecurityException {
    SslContextBuilder builder = GrpcSslContexts.forClient();
    if (ca.isPresent()) {
      builder.trustManager(authority(ca.get()));
    }
    if (certificate.isPresent()) {
      builder.keyManager(identity(certificate.get()));
    }
    return builder.build();
  }

  private TrustManager authority(Path file) throws IOException, GeneralSecurityException {
    if (!authorities.containsKey(file)) {
      AdvancedTlsX509TrustManager trust = AdvancedTlsX509TrustManager.newBuilder().build();
      trust.updateTrustCredentials(file.toFile(), MINUTES, TimeUnit.MINUTES, reloads);
      authorities.put(file, trust);
    }
    return authorities.get(file);
  }

  private KeyManager identity(Path file) throws IOException, GeneralSecurityException {
    if (!identities.containsKey(file)) {
      AdvancedTlsX509KeyManager us = new AdvancedTlsX509KeyManager();
      us.updateIdentityCredentials(
          file.toFile(),
          file.resolveSibling("tls.key").toFile(),
          MINUTES,
          TimeUnit.MINUTES,
          reloads);
      identities.put(file, us);
    }
    return identities.get(file);
  }
}
