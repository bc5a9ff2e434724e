package io.cohortrun.workers.slide.child;

import io.cohortrun.workers.slide.SlideFailure;
import io.cohortrun.workflows.contract.Outcome;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a child wrote to standard error, first and last part, and what its end means. */
final class LastWords {

  private static final int PART = 8192;
  private static final int SIGNAL = 128;
  private static final int KILLED = SIGNAL + 9;
  private static final Pattern MEMORY =
      Pattern.compile(
          "failed to allocate \\d+ bytes|insufficient memory for the java|java.lang.outofmemoryerror");
  private static final Pattern JVM_SIGNAL = Pattern.compile("#\\s+(SIG[A-Z]+)");
  private static final Pattern FRAME = Pattern.compile("#\\s+C\\s+\\[([\\w.+-]+?)[+\\]]");

  private final StringBuilder head = new StringBuilder();
  private final StringBuilder tail = new StringBuilder();

  /** Reads until the stream ends; never keeps more than 16 KiB. */
  void drain(InputStream stderr) {
    byte[] buffer = new byte[PART];
    try (stderr) {
      for (int read = stderr.read(buffer); read >= 0; read = stderr.read(buffer)) {
        add(new String(buffer, 0, read, StandardCharsets.UTF_8));
      }
    } catch (IOException e) {
      add("standard error broke off: " + e.getMessage());
    }
  }

  private synchronized void add(String text) {
    int room = Math.max(0, Math.min(text.length(), PART - head.length()));
    head.append(text, 0, room);
    tail.append(text, room, text.length());
    if (tail.length() > PART) {
      tail.delete(0, tail.length() - PART);
    }
  }

  /** All that was kept. */
  synchronized String text() {
    return head + "" + tail;
  }

  /**
   * The failure that a child's end means for its slide.
   *
   * @param exit its exit code
   * @param stopped whether the parent ended it: then the exit code says nothing
   */
  SlideFailure failure(int exit, boolean stopped, DecodeLimits limits) {
    String said = text();
    boolean memory = MEMORY.matcher(said.toLowerCase(Locale.ROOT)).find();
    if (exit == ChildSession.OUT_OF_MEMORY || memory) {
      return tooLarge(limits);
    }
    if (exit == KILLED && !stopped) {
      return killed();
    }
    Matcher frame = FRAME.matcher(said);
    Matcher signal = JVM_SIGNAL.matcher(said);
    String how =
        signal.find()
            ? "signal " + signal.group(1)
            : stopped
                ? "it broke off and had to be stopped"
                : exit > SIGNAL ? "signal " + (exit - SIGNAL) : "exit code " + exit;
    return new SlideFailure(
        Outcome.DecodeCrash,
        "The decoder crashed on this slide (%s%s): the file is probably damaged; check that it opens in a viewer."
            .formatted(how, frame.find() ? " in " + frame.group(1) : ""));
  }

  /** Neither the child nor its parent did that. */
  private static SlideFailure killed() {
    return new SlideFailure(
        Outcome.DecodeCrash,
        "The decoder was killed on this slide (signal 9), as the kernel does where a worker's memory is short: give the worker more (in a cluster, its profile's limit); where that does not help, the file is probably damaged.");
  }

  static SlideFailure tooLarge(DecodeLimits limits) {
    return new SlideFailure(
        Outcome.TooLarge,
        "Decoding this slide asks for more than the %d MiB a decoder may have: the file is damaged, or stored in blocks too large to decode one at a time."
            .formatted(limits.memoryBytes() >> 20));
  }

  static SlideFailure hang(DecodeLimits limits) {
    return new SlideFailure(
        Outcome.DecodeHang,
        "The decoder gave no answer for %s s on this slide and was stopped: the file is probably damaged, or its storage hangs."
            .formatted(limits.silence().toMillis() / 1000.0));
  }
}
