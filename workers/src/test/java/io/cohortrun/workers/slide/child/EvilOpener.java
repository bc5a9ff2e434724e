package io.cohortrun.workers.slide.child;

import io.cohortrun.workers.slide.SlideFailure;
import io.cohortrun.workers.slide.SlideInfo;
import io.cohortrun.workers.slide.SlideOpener;
import io.cohortrun.workers.slide.SlideReader;
import io.cohortrun.workers.slide.read.Readers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * A reader that does, on its first read or at open, what the slide's file name says; loaded in the
 * child only.
 */
public final class EvilOpener implements SlideOpener {

  @Override
  public SlideReader open(Path slide) throws SlideFailure {
    String name = slide.getFileName().toString();
    if (name.startsWith("open-")) {
      act(name.substring(5));
    }
    SlideReader good = new Readers().open(slide);
    return new SlideReader() {
      @Override
      public SlideInfo info() {
        return good.info();
      }

      @Override
      public void read(int level, long x, long y, int width, int height, int[] argb)
          throws SlideFailure {
        act(name);
        good.read(level, x, y, width, height, argb);
      }

      @Override
      public void close() {
        good.close();
      }
    };
  }

  private static void act(String name) {
    switch (name.substring(0, Math.max(0, name.indexOf('.')))) {
      case "halt" -> Runtime.getRuntime().halt(17);
      case "segfault" -> segfault();
      case "killed" -> killed();
      case "hang" -> {
        while (true) {
          LockSupport.park();
        }
      }
      case "heap" -> {
        List<byte[]> eaten = new ArrayList<>();
        while (eaten.size() < 1 << 20) {
          eaten.add(new byte[1 << 20]);
        }
        throw new IllegalStateException("ate " + eaten.size() + " MiB");
      }
      case "native" -> {
        for (long i = 0; i < 64; i++) {
          Arena.global().allocate(64L << 20).fill((byte) 1);
        }
      }
      case "absurd" -> Arena.global().allocate(1L << 40);
      case "slow" -> LockSupport.parkNanos(500_000_000);
      case "bug" -> throw new IllegalStateException("a bug");
      case "chatty" -> System.out.println("a library that prints where it should not");
      case "environment" -> {
        if (System.getenv("COHORTRUN_TEST_SECRET") != null || System.getenv().size() > 12) {
          throw new IllegalStateException("the child sees " + System.getenv().keySet());
        }
      }
      case "network" -> connect();
      default -> {}
    }
  }

  /** A process with a network hears that nobody listens there. */
  private static void connect() {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), 9)) {
      throw new IllegalStateException("the child has a network: " + socket);
    } catch (IOException e) {
      if (!e.getMessage().contains("Permission denied")) {
        throw new IllegalStateException("the child has a network", e);
      }
    }
  }

  /** As the kernel ends a process when a container's memory is short. */
  private static void killed() {
    try {
      new ProcessBuilder("/bin/sh", "-c", "kill -9 " + ProcessHandle.current().pid())
          .start()
          .waitFor();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @SuppressWarnings("restricted") // a write to address 8 is the purpose
  private static void segfault() {
    MemorySegment.ofAddress(8).reinterpret(8).set(ValueLayout.JAVA_LONG_UNALIGNED, 0, 1);
  }
}
