package io.cohortrun.workers.model.device;

import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Batches that were found to fit, by model of card and by what ran on it: in this process, and in a
 * file for the next one. It saves time and decides nothing: a file that cannot be read or written
 * is as good as none.
 */
public final class BatchMemory {

  private static final Logger log = LoggerFactory.getLogger(BatchMemory.class);

  private static final String FILE = "gpu-batches.properties";

  private final Path wanted;
  private final Path otherwise;
  private final Map<String, Integer> here = new ConcurrentHashMap<>();

  /** The one of both that is used, once a card was asked for. */
  private Path folder;

  /** Beside what else this machine keeps. */
  public BatchMemory(Path folder) {
    this(folder, folder);
  }

  /**
   * In a folder if a file can be made there, else in another, which is said once.
   *
   * @param otherwise kept for a shorter time, e.g. as long as a pod
   */
  public BatchMemory(Path wanted, Path otherwise) {
    this.wanted = wanted;
    this.otherwise = otherwise;
  }

  /**
   * What fitted last.
   *
   * @param what digest of the bundle, precision and tiling
   */
  public OptionalInt of(Card card, String what) {
    String key = key(card, what);
    String value = here.containsKey(key) ? here.get(key).toString() : read().getProperty(key, "");
    return value.matches("[1-9]\\d{0,3}")
        ? OptionalInt.of(Integer.parseInt(value))
        : OptionalInt.empty();
  }

  /** Keeps a batch, for all processes of this machine where the folder can be written. */
  public synchronized void put(Card card, String what, int batch) {
    here.put(key(card, what), batch);
    Properties all = read();
    all.setProperty(key(card, what), Integer.toString(batch));
    try {
      Path draft = Files.createTempFile(folder(), FILE, null);
      try (Writer out = Files.newBufferedWriter(draft)) {
        all.store(out, null);
      }
      Files.move(
          draft,
          folder().resolve(FILE),
          StandardCopyOption.ATOMIC_MOVE,
          StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      log.warn(
          "The batch that fits this card is not remembered for the next process: {}", e.toString());
    }
  }

  private Properties read() {
    Properties all = new Properties();
    try (Reader in = Files.newBufferedReader(folder().resolve(FILE))) {
      all.load(in);
    } catch (IOException | IllegalArgumentException e) {
      all.clear();
    }
    return all;
  }

  /** Only an attempt tells: a folder of an image is there and cannot be written. */
  private synchronized Path folder() {
    if (folder == null) {
      try {
        Files.delete(Files.createTempFile(Files.createDirectories(wanted), FILE, null));
        folder = wanted;
      } catch (IOException e) {
        folder = otherwise;
        log.warn(
            "Batches that fit this card are remembered in {}, since {} cannot be written: let"
                + " COHORTRUN_CACHE name a folder that can be written and stays.",
            otherwise,
            wanted);
      }
    }
    return folder;
  }

  private static String key(Card card, String what) {
    return "%s %d MiB %s".formatted(card.name(), card.memoryBytes() >> 20, what);
  }
}
