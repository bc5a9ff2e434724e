package io.cohortrun.workers.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.cohortrun.workers.model.NumericClass;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;

/** One of several processes that all try to commit the same slides; prints what it won. */
final class CommitRace {

  static final int SLIDES = 25;
  static final int THREADS = 8;

  private CommitRace() {}

  /** Arguments: store URI. */
  public static void main(String[] args) throws Exception {
    ObjectStore store = Stores.open(args[0]);
    SlideCommits commits = new SlideCommits(store);
    List<Callable<Void>> writers = new ArrayList<>();
    for (int t = 0; t < THREADS; t++) {
      writers.add(
          () -> {
            for (int k = 0; k < SLIDES; k++) {
              try (Try own = commits.begin("slide" + k)) {
                own.put("result", own.prefix().getBytes(UTF_8));
                own.put("canvas.zarr/0.0", own.prefix().repeat(100).getBytes(UTF_8));
                if (own.commit(new NumericClass("cpu", "1", "fp32", "1")).won()) {
                  System.out.println("won " + own.prefix());
                }
              }
            }
            return null;
          });
    }
    try (var threads = Executors.newFixedThreadPool(THREADS)) {
      for (var f : threads.invokeAll(writers)) {
        f.get();
      }
    }
  }
}
