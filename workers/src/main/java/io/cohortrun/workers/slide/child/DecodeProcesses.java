package io.cohortrun.workers.slide.child;

import io.cohortrun.workers.slide.SlideFailure;
import io.cohortrun.workers.slide.SlideInfo;
import io.cohortrun.workers.slide.SlideOpener;
import io.cohortrun.workers.slide.SlideReader;
import io.cohortrun.workflows.contract.Outcome;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens slides in decode children, one child per open slide. A child is used again for the next
 * slide until it crashes, falls silent, or has had its share of slides. Thread-safe; the caller
 * bounds how many slides are open at once. This process is hidden from them: they run native code
 * on untrusted files, as the same user.
 */
public final class DecodeProcesses implements SlideOpener, AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(DecodeProcesses.class);
  private static final int MAX_IDLE = 4;
  private static final long MAX_WATCH_MILLIS = 200;

  private final DecodeLimits limits;
  private final ChildCommand command;
  private final Object lock = new Object();
  private final Deque<DecodeProcess> idle = new ArrayDeque<>();
  private final Set<DecodeProcess> all = new HashSet<>();
  private final ScheduledExecutorService watch =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("decode-watchdog").daemon().factory());
  private final ScheduledFuture<?> watching;
  private FutureTask<DecodeProcess> ahead;
  private boolean closed;

  /** With {@link DecodeLimits#standard}. */
  public DecodeProcesses() {
    this(DecodeLimits.standard());
  }

  /** With limits of one's own. */
  public DecodeProcesses(DecodeLimits limits) {
    this(limits, Map.of());
  }

  DecodeProcesses(DecodeLimits limits, Map<String, String> childProperties) {
    this.limits = limits;
    if (!OwnProcess.hide()) {
      LOG.debug("the system does not keep decoders from looking into this process");
    }
    this.command = new ChildCommand(withOpenSlide(childProperties));
    long period = Math.clamp(limits.silence().toMillis() / 4, 10, MAX_WATCH_MILLIS);
    watching =
        watch.scheduleWithFixedDelay(
            new Watchdog(limits, this::children), period, period, TimeUnit.MILLISECONDS);
    try {
      Ring.removeStale();
    } catch (IOException e) {
      LOG.debug("the temporary folder cannot be listed", e);
    }
  }

  private static Map<String, String> withOpenSlide(Map<String, String> properties) {
    Map<String, String> all = new TreeMap<>(properties);
    String library = System.getProperty("cohortrun.openslide");
    if (library != null) {
      all.putIfAbsent("cohortrun.openslide", library);
    }
    return all;
  }

  /**
   * Starts the first child meanwhile: who opens a slide then waits for what is left of its start.
   */
  public void prepare() {
    synchronized (lock) {
      if (ahead == null && all.isEmpty() && !closed) {
        ahead = new FutureTask<>(this::started);
        Thread.ofPlatform().name("decode-start").daemon().start(ahead);
      }
    }
  }

  @Override
  public SlideReader open(Path slide) throws SlideFailure {
    DecodeProcess child = borrow();
    try {
      SlideInfo info = child.open(slide);
      return new ChildSlideReader(child, info, limits, () -> giveBack(child));
    } catch (SlideFailure | RuntimeException e) {
      giveBack(child);
      throw e;
    }
  }

  private DecodeProcess borrow() throws SlideFailure {
    awaitPrepared();
    synchronized (lock) {
      if (closed) {
        throw new SlideFailure(Outcome.Cancelled, "The decoders are being stopped.");
      }
      while (!idle.isEmpty()) {
        DecodeProcess child = idle.pop();
        if (child.alive()) {
          return child;
        }
        all.remove(child);
      }
    }
    return started();
  }

  /** The child that was prepared is idle from its start on; none is where it could not start. */
  private void awaitPrepared() {
    FutureTask<DecodeProcess> taken;
    synchronized (lock) {
      taken = ahead;
      ahead = null;
    }
    if (taken == null) {
      return;
    }
    try {
      DecodeProcess child = taken.get();
      synchronized (lock) {
        idle.push(child);
      }
    } catch (ExecutionException e) {
      LOG.debug("no decoder could be started ahead", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private DecodeProcess started() throws SlideFailure {
    DecodeProcess started = DecodeProcess.start(command, limits);
    synchronized (lock) {
      all.add(started);
      if (closed) {
        stop(started);
      }
    }
    return started;
  }

  private void giveBack(DecodeProcess child) {
    boolean again = child.closeSlide();
    synchronized (lock) {
      if (again && child.alive() && !closed && idle.size() < MAX_IDLE) {
        idle.push(child);
      } else {
        all.remove(child);
        stop(child);
      }
    }
  }

  private static void stop(DecodeProcess child) {
    child.kill(new SlideFailure(Outcome.Cancelled, "The decoder was stopped."));
  }

  private Collection<DecodeProcess> children() {
    synchronized (lock) {
      return List.copyOf(all);
    }
  }

  /** Ids of the processes that are there now. */
  List<Long> pids() {
    return children().stream().filter(DecodeProcess::alive).map(DecodeProcess::pid).toList();
  }

  /** Ends all children, also those in the middle of a slide. */
  @Override
  public void close() {
    synchronized (lock) {
      closed = true;
      idle.clear();
    }
    Collection<DecodeProcess> ending = children();
    ending.forEach(DecodeProcesses::stop);
    try {
      for (DecodeProcess child : ending) {
        child.awaitEnd();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    watching.cancel(true);
    watch.shutdownNow();
  }
}
