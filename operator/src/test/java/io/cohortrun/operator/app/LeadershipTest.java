package io.cohortrun.operator.app;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** With the durations that are shipped: some of these take their time. */
class LeadershipTest {

  private final LeaseServer server = new LeaseServer();
  private final CountDownLatch leads = new CountDownLatch(1);
  private final CountDownLatch gone = new CountDownLatch(1);

  LeadershipTest() throws Exception {}

  @AfterEach
  void close() {
    server.close();
  }

  private Leadership of(String identity, CountDownLatch leads, CountDownLatch gone) {
    return new Leadership(
        server.config(), "ns", "lease", identity, leads::countDown, gone::countDown);
  }

  @Test
  void theLeaseIsRenewedWhileAllOtherRequestsHang() throws Exception {
    try (KubernetesClient rest =
        new KubernetesClientBuilder().withConfig(server.config().build()).build()) {
      IntStream.range(0, 500).forEach(n -> Thread.startVirtualThread(() -> listForEver(rest)));
      while (server.hanging.get() < 500) {
        Thread.sleep(10);
      }
      Leadership leadership = of("a", leads, gone);
      leadership.start();
      assertThat(leads.await(5, SECONDS)).isTrue();
      int before = server.renewals.get();
      Thread.sleep(5_000);
      assertThat(server.renewals.get() - before).as("every two seconds").isPositive();
      leadership.giveBack();
    }
  }

  /** One that hangs is survived; where none comes through, the lease is gone before it ends. */
  @Test
  void whoCannotRenewIsNoLeaderBeforeAnotherMayBe() throws Exception {
    Leadership leadership = of("a", leads, gone);
    leadership.start();
    assertThat(leads.await(5, SECONDS)).isTrue();
    server.leasesToHang.set(1);
    Thread.sleep(2_500);
    int before = server.renewals.get();
    Thread.sleep(5_000);
    assertThat(server.renewals.get()).as("over another connection").isGreaterThan(before);
    server.leasesToHang.set(Integer.MAX_VALUE);
    long hung = System.nanoTime();
    assertThat(gone.await(20, SECONDS)).isTrue();
    assertThat((System.nanoTime() - hung) / 1e9).as("of 15 s").isBetween(5.0, 12.5);
  }

  @Test
  void aLeaseThatIsGivenBackIsTakenByWhoWaits() throws Exception {
    Leadership first = of("a", leads, gone);
    first.start();
    assertThat(leads.await(5, SECONDS)).isTrue();
    assertThat(server.holder()).contains("a");
    CountDownLatch next = new CountDownLatch(1);
    Leadership second = of("b", next, new CountDownLatch(1));
    second.start();
    assertThat(next.await(1, SECONDS)).as("while the first leads").isFalse();
    first.giveBack();
    assertThat(gone.getCount()).isZero();
    assertThat(next.await(8, SECONDS)).as("long before 15 s").isTrue();
    assertThat(server.holder()).contains("b");
    second.giveBack();
  }

  @Test
  void whoCannotReadTheLeaseDoesNotStart() {
    Leadership elsewhere =
        new Leadership(server.config(), "other", "lease", "a", leads::countDown, gone::countDown);
    assertThatThrownBy(elsewhere::start)
        .isInstanceOfSatisfying(
            KubernetesClientException.class, e -> assertThat(e.getCode()).isEqualTo(403));
  }

  private static void listForEver(KubernetesClient client) {
    try {
      client.pods().inNamespace("ns").list();
    } catch (KubernetesClientException e) {
      // The server closes.
    }
  }
}
