package io.cohortrun.workers.slide.child;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks at busy children a few times a second and ends those that are silent or too large. */
final class Watchdog implements Runnable {

  private static final Logger LOG = LoggerFactory.getLogger(Watchdog.class);
  private static final String PRIVATE_MEMORY = "RssAnon:";

  private final DecodeLimits limits;
  private final Supplier<Collection<DecodeProcess>> children;

  Watchdog(DecodeLimits limits, Supplier<Collection<DecodeProcess>> children) {
    this.limits = limits;
    this.children = children;
  }

  @Override
  public void run() {
    for (DecodeProcess child : children.get()) {
      if (child.silentNanos() > limits.silence().toNanos()) {
        LOG.warn("decode child {} is silent: killed", child.pid());
        child.kill(LastWords.hang(limits));
      } else if (child.busy() && privateBytes(child.pid()) > limits.memoryBytes()) {
        LOG.warn("decode child {} is above its memory: killed", child.pid());
        child.kill(LastWords.tooLarge(limits));
      }
    }
  }

  /** Private resident memory; 0 where the system does not say. */
  static long privateBytes(long pid) {
    try {
      for (String line : Files.readAllLines(Path.of("/proc/" + pid + "/status"))) {
        if (line.startsWith(PRIVATE_MEMORY)) {
          return Long.parseLong(line.replaceAll("\\D", "")) << 10;
        }
      }
      return 0;
    } catch (IOException e) {
      return 0; // already gone, or a system without /proc
    }
  }
}
