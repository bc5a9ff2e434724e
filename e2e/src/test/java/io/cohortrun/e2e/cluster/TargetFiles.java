package io.cohortrun.e2e.cluster;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.cohortrun.e2e.cluster.Monitors.Target;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * A Prometheus' targets in files: those that are told, and those that monitors find, written anew
 * as pods come and go.
 */
final class TargetFiles implements AutoCloseable {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path folder;
  private final ScheduledExecutorService rounds =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("targets").factory());
  private final Future<?> found;

  private TargetFiles(Path folder, Monitors monitors) {
    this.folder = folder;
    this.found = rounds.scheduleWithFixedDelay(() -> look(monitors), 1, 1, TimeUnit.SECONDS);
  }

  /** What is found now is there when this returns, and what is found later follows. */
  static TargetFiles in(Path folder, Monitors monitors) throws IOException {
    write(folder, "found", monitors.targets());
    return new TargetFiles(folder, monitors);
  }

  /** Their pattern. */
  String pattern() {
    return folder + "/*.json";
  }

  /** Scrapes that, too. */
  void tell(Target target) throws IOException {
    write(folder, "told", List.of(target));
  }

  private void look(Monitors monitors) {
    try {
      write(folder, "found", monitors.targets());
    } catch (KubernetesClientException away) {
      // As of any Prometheus: what was found last counts.
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** At once: who reads half a file goes on with what was in it before. */
  private static void write(Path folder, String name, List<Target> targets) throws IOException {
    Path written = Files.write(folder.resolve(name), JSON.writeValueAsBytes(targets));
    Files.move(written, folder.resolve(name + ".json"), StandardCopyOption.ATOMIC_MOVE);
  }

  /**
   * Nothing is looked for any more.
   *
   * @throws IllegalStateException where that was so before, since it failed
   */
  @Override
  public void close() {
    rounds.close();
    if (found.state() == Future.State.FAILED) {
      throw new IllegalStateException("no targets were found any more", found.exceptionNow());
    }
  }
}
