package io.cohortrun.workers.slide.child;

import io.cohortrun.workers.slide.SlideFailure;
import io.cohortrun.workers.slide.SlideInfo;
import io.cohortrun.workers.slide.read.OpenGate;
import io.cohortrun.workflows.contract.Outcome;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The parent's side of one child. Thread-safe; once dead it stays dead. */
final class DecodeProcess {

  private static final Logger LOG = LoggerFactory.getLogger(DecodeProcess.class);
  private static final long START_SECONDS = 60;
  private static final long END_SECONDS = 10;

  /** A command without an answer yet. */
  private record Pending(CompletableFuture<Wire.Answer> answer, long sentNanos) {}

  private final DecodeLimits limits;
  private final Ring ring;
  private final Process process;
  private final DataOutputStream commands;
  private final LastWords lastWords = new LastWords();
  private final Thread stderr;
  private final Map<Long, Pending> pending = new ConcurrentHashMap<>();
  private final AtomicLong ids = new AtomicLong();
  private final AtomicReference<SlideFailure> death = new AtomicReference<>();
  private final CompletableFuture<Void> ready = new CompletableFuture<>();
  private final OpenGate mapped = new OpenGate();

  /** As many reads at the child as it works on at once: else a queue would look like silence. */
  private final Semaphore decoding;

  /** Whether this side ended the child; set before it does. */
  private volatile boolean stopped;

  private int slides;

  DecodeProcess(DecodeLimits limits, Ring ring, Process process) {
    this.limits = limits;
    this.ring = ring;
    this.process = process;
    this.decoding = new Semaphore(limits.threads());
    this.commands = new DataOutputStream(new BufferedOutputStream(process.getOutputStream()));
    this.stderr = daemon("decode-stderr", () -> lastWords.drain(process.getErrorStream()));
  }

  /**
   * Starts a child and waits until it can take commands.
   *
   * @throws SlideFailure Infrastructure where no child can be had
   */
  static DecodeProcess start(ChildCommand command, DecodeLimits limits) throws SlideFailure {
    try {
      Ring ring = Ring.create(limits.ringBytes());
      try {
        Process process = command.builder(ring.path(), limits).start();
        DecodeProcess child = new DecodeProcess(limits, ring, process);
        daemon("decode-answers", child::listen);
        child.awaitReady();
        return child;
      } catch (IOException e) {
        ring.close();
        throw e;
      } finally {
        ring.unlink();
      }
    } catch (IOException e) {
      throw new SlideFailure(
          Outcome.Infrastructure,
          "The decoder process cannot be started: check the temporary folder and this Java.",
          e);
    }
  }

  private static Thread daemon(String name, Runnable work) {
    return Thread.ofPlatform().name(name).daemon().start(work);
  }

  private void awaitReady() throws SlideFailure {
    try {
      ready.get(START_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      kill(new SlideFailure(Outcome.Cancelled, "Interrupted while a decoder started.", e));
      throw death.get();
    } catch (ExecutionException | TimeoutException e) {
      stop();
      LOG.warn("decode child did not start: {}", lastWords.text());
      throw new SlideFailure(
          Outcome.Infrastructure,
          "The decoder process did not start (exit %s); its log is in the worker's log."
              .formatted(process.isAlive() ? "pending" : process.exitValue()),
          e);
    }
  }

  SlideInfo open(Path slide) throws SlideFailure {
    slides++;
    String path = slide.toAbsolutePath().toString();
    return ((Wire.Opened) call(new Wire.Open(ids.incrementAndGet(), path))).info();
  }

  /** Reads a region whose size has been checked. */
  void read(int level, long x, long y, int width, int height, int[] argb) throws SlideFailure {
    if (!mapped.tryEnter()) {
      throw again(death.get());
    }
    try {
      int pixels = width * height;
      long offset = ring.space().take((long) pixels * Integer.BYTES);
      if (offset < 0) {
        throw again(death.get());
      }
      try {
        decoding.acquireUninterruptibly();
        try {
          call(new Wire.Read(ids.incrementAndGet(), level, x, y, width, height, offset));
        } finally {
          decoding.release();
        }
        ring.copy(offset, argb, pixels);
      } finally {
        ring.space().release(offset);
      }
    } finally {
      mapped.leave();
    }
  }

  /** Closes the slide; whether the child may have another one. */
  boolean closeSlide() {
    try {
      call(new Wire.Close(ids.incrementAndGet()));
      return slides < limits.slidesPerChild();
    } catch (SlideFailure e) {
      return false; // the slide is gone with its child
    }
  }

  private Wire.Answer call(Wire.Command command) throws SlideFailure {
    CompletableFuture<Wire.Answer> answer = new CompletableFuture<>();
    pending.put(command.id(), new Pending(answer, System.nanoTime()));
    SlideFailure dead = death.get();
    if (dead == null) {
      send(command);
    } else {
      pending.remove(command.id());
      throw again(dead);
    }
    // Uninterruptible: the child may still write into our part of the ring. The watchdog bounds it.
    Wire.Answer got = answer.join();
    if (got instanceof Wire.Failed failed) {
      throw new SlideFailure(failed.code(), failed.message());
    }
    return got;
  }

  private void send(Wire.Command command) {
    synchronized (commands) {
      try {
        Wire.write(commands, command);
      } catch (IOException e) {
        end(); // which answers this command, and all others, in listen()
      }
    }
  }

  /** Reads answers until the child ends or breaks off; then all that waits is answered. */
  void listen() {
    try (DataInputStream in =
        new DataInputStream(new BufferedInputStream(process.getInputStream()))) {
      if (in.readInt() != Wire.VERSION) {
        throw new IOException("the child speaks another version");
      }
      ready.complete(null);
      while (true) {
        Wire.Answer answer = Wire.readAnswer(in);
        Pending waiting = pending.remove(answer.id());
        if (waiting != null) {
          waiting.answer().complete(answer);
        }
      }
    } catch (IOException e) {
      ended(e);
    }
  }

  /**
   * Ends a child that speaks or listens no more. Mostly it is ending by itself: it is given the
   * time for it, because how it ends says why.
   */
  private void end() {
    try {
      if (!process.waitFor(END_SECONDS, TimeUnit.SECONDS)) {
        stop();
      }
    } catch (InterruptedException e) {
      stop();
      Thread.currentThread().interrupt();
    }
  }

  private void stop() {
    stopped = true;
    process.destroyForcibly();
  }

  private void ended(IOException cause) {
    end();
    try {
      process.waitFor();
      stderr.join(TimeUnit.SECONDS.toMillis(END_SECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (death.compareAndSet(null, lastWords.failure(process.exitValue(), stopped, limits))) {
      LOG.debug("decode child ended with {}: {}", process.exitValue(), lastWords.text());
    }
    ready.completeExceptionally(cause);
    ring.space().close();
    answerAll();
    mapped.close(ring::close); // after the last read has copied what it was answered
  }

  private void answerAll() {
    SlideFailure dead = death.get();
    for (Long id : List.copyOf(pending.keySet())) {
      Pending waiting = pending.remove(id);
      if (waiting != null) {
        waiting.answer().complete(new Wire.Failed(id, dead.code(), dead.getMessage()));
      }
    }
  }

  /** Ends the child at once; what it was asked answers with {@code reason}. */
  void kill(SlideFailure reason) {
    death.compareAndSet(null, reason);
    stop();
  }

  /** Waits for the end after a {@link #kill}. */
  void awaitEnd() throws InterruptedException {
    process.waitFor(END_SECONDS, TimeUnit.SECONDS);
  }

  boolean alive() {
    return death.get() == null && process.isAlive();
  }

  boolean busy() {
    return !pending.isEmpty();
  }

  long pid() {
    return process.pid();
  }

  /** Nanoseconds for which the oldest command has waited; 0 where none waits. */
  long silentNanos() {
    long now = System.nanoTime();
    return pending.values().stream().mapToLong(p -> now - p.sentNanos()).max().orElse(0);
  }

  /** A fresh exception per caller: stack traces and suppressions are not shared. */
  private static SlideFailure again(SlideFailure failure) {
    return new SlideFailure(failure.code(), failure.getMessage(), failure);
  }
}
