package io.cohortrun.workers.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.cohortrun.workers.store.StoreFailure.Code;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Phaser;

/**
 * Proves, before any work, that a store can do what results depend on: write, read, list, delete,
 * and create only if absent with several writers at once. A server that looks first and writes then
 * lets two writers win; it is found by making them race.
 */
public final class StoreProbe {

  private static final int WRITERS = 16;
  private static final int KEYS = 48;

  private final ObjectStore store;
  private final String prefix = "probe/" + UUID.randomUUID() + "/";

  private StoreProbe(ObjectStore store) {
    this.store = store;
  }

  /**
   * Checks a store; takes less than a second on a disk, seconds on a network. Leaves nothing.
   *
   * @throws StoreFailure NotAtomic, or whatever kept it from writing, reading or deleting
   */
  public static void check(ObjectStore store) throws IOException {
    StoreProbe probe = new StoreProbe(store);
    try {
      probe.basics();
      probe.race();
    } catch (IOException e) {
      probe.cleanUpAfter(e);
      throw e;
    }
    store.deleteAll(probe.prefix);
    if (!store.list(probe.prefix).isEmpty()) {
      throw broken(store, "still lists objects that were deleted");
    }
  }

  private void basics() throws IOException {
    byte[] first = "first".getBytes(UTF_8);
    store.put(prefix + "a", first);
    store.put(prefix + "a", "second".getBytes(UTF_8));
    if (!Arrays.equals(store.get(prefix + "a").orElse(null), "second".getBytes(UTF_8))) {
      throw broken(store, "does not give back what was written");
    }
    if (!store.list(prefix).equals(List.of(prefix + "a"))) {
      throw broken(store, "does not list what was written");
    }
    if (!store.createIfAbsent(prefix + "b", first)) {
      throw broken(store, "says that an object exists that nobody wrote");
    }
    boolean again = store.createIfAbsent(prefix + "b", "again".getBytes(UTF_8));
    if (again || !Arrays.equals(store.get(prefix + "b").orElse(null), first)) {
      throw notAtomic("a second writer replaced the object of the first");
    }
  }

  /** Every writer tries every key at the same moment as the others. */
  private void race() throws IOException {
    Phaser together = new Phaser(WRITERS);
    List<Callable<boolean[]>> writers = new ArrayList<>();
    for (int w = 0; w < WRITERS; w++) {
      byte[] name = ("writer " + w).getBytes(UTF_8);
      writers.add(() -> tryAll(together, name));
    }
    List<boolean[]> wins = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(WRITERS)) {
      for (Future<boolean[]> f : threads.invokeAll(writers)) {
        wins.add(f.get());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while the store was checked", e);
    } catch (ExecutionException e) {
      throw cause(e);
    }
    for (int k = 0; k < KEYS; k++) {
      judge(k, wins);
    }
  }

  private boolean[] tryAll(Phaser together, byte[] name) throws IOException {
    boolean[] won = new boolean[KEYS];
    try {
      for (int k = 0; k < KEYS; k++) {
        together.arriveAndAwaitAdvance();
        won[k] = store.createIfAbsent(key(k), name);
      }
    } finally {
      together.arriveAndDeregister(); // the others must not wait for a writer that gave up
    }
    return won;
  }

  /** None may win where an answer was lost and sent again; never two, and never another's bytes. */
  private void judge(int k, List<boolean[]> wins) throws IOException {
    List<Integer> winners = new ArrayList<>();
    for (int w = 0; w < WRITERS; w++) {
      if (wins.get(w)[k]) {
        winners.add(w);
      }
    }
    if (winners.size() > 1) {
      throw notAtomic(
          "%d of %d writers at once were told that they created one object"
              .formatted(winners.size(), WRITERS));
    }
    String stands = new String(store.get(key(k)).orElse(new byte[0]), UTF_8);
    if (stands.isEmpty()
        || (!winners.isEmpty() && !stands.equals("writer " + winners.getFirst()))) {
      throw notAtomic("the object of the writer that won was replaced");
    }
  }

  private String key(int k) {
    return prefix + "race/" + k;
  }

  private void cleanUpAfter(IOException e) {
    try {
      store.deleteAll(prefix);
    } catch (IOException second) {
      e.addSuppressed(second);
    }
  }

  private static IOException cause(ExecutionException e) {
    return e.getCause() instanceof IOException io ? io : new IOException(e.getCause());
  }

  private StoreFailure notAtomic(String what) {
    return new StoreFailure(
        Code.NotAtomic,
        store.uri()
            + ": this store cannot create an object only if it is absent ("
            + what
            + "), so results of two workers could mix; use a store with true conditional writes"
            + " (see docs/storage.md) or a local folder.");
  }

  private static StoreFailure broken(ObjectStore store, String what) {
    return new StoreFailure(
        Code.Unavailable, store.uri() + ": this store " + what + "; choose another.");
  }
}
