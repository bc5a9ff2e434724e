package io.cohortrun.e2e.server;

import java.io.IOException;
import java.net.BindException;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Ports for servers that are told theirs, each given once. They lie below those that the system
 * gives to outgoing connections (32768 and above on Linux): any of these could take the port of a
 * server that is about to start, or that a test has killed for a moment.
 */
final class Ports {

  private final int first;
  private final int count;
  private final AtomicInteger next;

  /** Those from one to another, both included. */
  Ports(int first, int last) {
    this.first = first;
    this.count = last - first + 1;
    // Tests that run beside these begin elsewhere.
    this.next = new AtomicInteger(ThreadLocalRandom.current().nextInt(count));
  }

  /** One that nothing listens on now. */
  int free() throws IOException {
    for (int tried = 0; tried < count; tried++) {
      int port = first + Math.floorMod(next.getAndIncrement(), count);
      if (isFree(port)) {
        return port;
      }
    }
    throw new IOException("no port from %d to %d is free".formatted(first, first + count - 1));
  }

  private static boolean isFree(int port) throws IOException {
    try (ServerSocket s = new ServerSocket(port)) {
      return s.isBound();
    } catch (BindException taken) {
      return false;
    }
  }
}
