package io.cohortrun.operator.app;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderCallbacks;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderElectionConfig;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderElector;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderElectorBuilder;
import io.fabric8.kubernetes.client.extended.leaderelection.resourcelock.LeaderElectionRecord;
import io.fabric8.kubernetes.client.extended.leaderelection.resourcelock.LeaseLock;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;

/**
 * Who leads, by a lease that is renewed over connections and a thread of its own: however much is
 * asked of the API server otherwise, the lease does not wait behind it. A leader whose lease was
 * not renewed for {@link #RENEWED_WITHIN} says that it is gone, whatever its requests wait for.
 */
final class Leadership {

  /** So long after the last renewal that it has seen, another may lead. */
  private static final Duration LEASE = Duration.ofSeconds(15);

  private static final Duration EVERY = Duration.ofSeconds(2);

  /** A renewal that hangs leaves time for another within the deadline. */
  private static final Duration REQUEST = Duration.ofSeconds(3);

  /** With {@link #LOOK}, it is well below the lease: clocks differ, and turns have to stop. */
  static final Duration RENEWED_WITHIN = Duration.ofSeconds(10);

  private static final Duration LOOK = Duration.ofSeconds(1);

  private static final Set<Integer> REFUSED =
      Set.of(HttpURLConnection.HTTP_UNAUTHORIZED, HttpURLConnection.HTTP_FORBIDDEN);

  private final KubernetesClient client;
  private final String namespace;
  private final String name;
  private final LeaderElector elector;
  private final Runnable leads;
  private final Runnable gone;
  private final ScheduledExecutorService watch =
      Executors.newSingleThreadScheduledExecutor(daemon("lease-watch"));
  private volatile boolean elected;
  private volatile boolean leading;
  private volatile long renewed;

  /** Whether the lease was written by this process: one that it finds may be its predecessor's. */
  private volatile boolean written;

  private CompletableFuture<?> election;

  /**
   * In one cluster.
   *
   * @param cluster how its API server is reached; timeouts and retries are set here
   * @param identity of this process, in the lease
   * @param leads called once, when the lease is ours
   * @param gone called when it is no longer, given back or lost
   */
  Leadership(
      ConfigBuilder cluster,
      String namespace,
      String name,
      String identity,
      Runnable leads,
      Runnable gone) {
    this.client = new KubernetesClientBuilder().withConfig(own(cluster)).build();
    this.namespace = namespace;
    this.name = name;
    this.leads = leads;
    this.gone = gone;
    this.elector =
        new LeaderElectorBuilder(client, Executors.newSingleThreadExecutor(daemon("lease")))
            .withConfig(
                new LeaderElectionConfig(
                    new Noted(namespace, name, identity),
                    LEASE,
                    RENEWED_WITHIN,
                    EVERY,
                    new LeaderCallbacks(this::begin, this::end, holder -> {}),
                    true,
                    name))
            .build();
  }

  /**
   * Asks for the lease until it has it, and keeps it.
   *
   * @throws KubernetesClientException where it may not be read: no replica would ever lead
   */
  @SuppressWarnings("FutureReturnValueIgnored") // the watch never completes
  void start() {
    requireRights();
    election = elector.start();
    watch.scheduleAtFixedRate(this::doubt, LOOK.toMillis(), LOOK.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Gives it back, so that another leads at once. */
  void giveBack() {
    if (election != null) {
      election.cancel(false);
    }
  }

  private void requireRights() {
    try {
      client.leases().inNamespace(namespace).withName(name).get();
    } catch (KubernetesClientException e) {
      if (REFUSED.contains(e.getCode())) {
        throw e;
      }
      // Away or busy: the elector asks again.
    }
  }

  private void begin() {
    elected = true;
    lead();
  }

  private void lead() {
    if (elected && written && !leading) {
      leading = true;
      leads.run();
    }
  }

  private void end() {
    elected = false;
    leading = false;
    gone.run();
  }

  private void doubt() {
    if (leading && System.nanoTime() - renewed > RENEWED_WITHIN.toNanos()) {
      end();
    }
  }

  /**
   * HTTP/1.1: a request that hangs takes its connection with it, where HTTP/2 would send the next
   * one over the same. And nothing tries again inside a request.
   */
  private static Config own(ConfigBuilder cluster) {
    return cluster
        .withHttp2Disable(true)
        .withConnectionTimeout((int) REQUEST.toMillis())
        .withRequestTimeout((int) REQUEST.toMillis())
        .withRequestRetryBackoffLimit(0)
        .build();
  }

  private static ThreadFactory daemon(String name) {
    return Thread.ofPlatform().name(name).daemon().factory();
  }

  /** The lease, and when it was last ours for certain. */
  private final class Noted extends LeaseLock {

    private long asked;

    private Noted(String namespace, String name, String identity) {
      super(namespace, name, identity);
    }

    /** A renewal begins with this. */
    @Override
    public synchronized LeaderElectionRecord get(KubernetesClient by) {
      asked = System.nanoTime();
      return super.get(by);
    }

    @Override
    public synchronized void create(KubernetesClient by, LeaderElectionRecord lease) {
      super.create(by, lease);
      noted();
    }

    @Override
    public synchronized void update(KubernetesClient by, LeaderElectionRecord lease) {
      super.update(by, lease);
      noted();
    }

    private void noted() {
      renewed = asked;
      written = true;
      lead();
    }
  }
}
