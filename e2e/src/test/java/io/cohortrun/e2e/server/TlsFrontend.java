package io.cohortrun.e2e.server;

import io.grpc.util.AdvancedTlsX509KeyManager;
import io.grpc.util.AdvancedTlsX509TrustManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;

/**
 * TLS in front of a gRPC server that has none: whoever shows a certificate of its authority is let
 * in, and what is said passes unchanged.
 */
public final class TlsFrontend implements AutoCloseable {

  private final SSLServerSocket door;
  private final int behind;

  private TlsFrontend(SSLServerSocket door, int behind) {
    this.door = door;
    this.behind = behind;
  }

  /**
   * Listens on a free port, for others than this machine, too.
   *
   * @param keys folder with {@code tls.crt}, {@code tls.key} and the authority's {@code ca.crt}
   * @param behind the server's port, on the loopback
   */
  public static TlsFrontend start(Path keys, int behind)
      throws IOException, GeneralSecurityException {
    AdvancedTlsX509KeyManager us = new AdvancedTlsX509KeyManager();
    us.updateIdentityCredentials(
        keys.resolve("tls.crt").toFile(), keys.resolve("tls.key").toFile());
    AdvancedTlsX509TrustManager guests = AdvancedTlsX509TrustManager.newBuilder().build();
    guests.updateTrustCredentials(keys.resolve("ca.crt").toFile());
    SSLContext tls = SSLContext.getInstance("TLS");
    tls.init(new KeyManager[] {us}, new TrustManager[] {guests}, null);
    SSLServerSocket door = (SSLServerSocket) tls.getServerSocketFactory().createServerSocket(0);
    SSLParameters asked = door.getSSLParameters();
    asked.setNeedClientAuth(true);
    asked.setApplicationProtocols(new String[] {"h2"}); // gRPC is HTTP/2
    door.setSSLParameters(asked);
    TlsFrontend frontend = new TlsFrontend(door, behind);
    Thread.ofVirtual().start(frontend::welcome);
    return frontend;
  }

  public int port() {
    return door.getLocalPort();
  }

  private void welcome() {
    while (!door.isClosed()) {
      try {
        SSLSocket guest = (SSLSocket) door.accept();
        Thread.ofVirtual().start(() -> serve(guest));
      } catch (IOException noGuest) {
        // It was closed, or the guest is gone again.
      }
    }
  }

  private void serve(SSLSocket guest) {
    try (guest) {
      guest.startHandshake();
      try (Socket server = new Socket(InetAddress.getLoopbackAddress(), behind)) {
        guest.setTcpNoDelay(true);
        server.setTcpNoDelay(true);
        Thread.ofVirtual().start(() -> pass(server, guest));
        pass(guest, server);
      }
    } catch (IOException refused) {
      // It showed no certificate, or the server is away: the guest sees its connection end.
    }
  }

  /** Until one of the two goes; then both do. */
  private static void pass(Socket from, Socket to) {
    try (from;
        to) {
      from.getInputStream().transferTo(to.getOutputStream());
    } catch (IOException gone) {
      // The other direction ends with this one.
    }
  }

  @Override
  public void close() {
    try {
      door.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
