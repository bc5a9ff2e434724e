package io.cohortrun.cli.local;

import io.cohortrun.workers.shard.Stage;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;

/** What this process has done, from the counters that pods export. */
public final class LocalWork {

  private final MeterRegistry meters;
  private final AtomicLong firstDecode = new AtomicLong();
  private final AtomicLong lastCommit = new AtomicLong();

  LocalWork(MeterRegistry meters) {
    this.meters = meters;
  }

  /** A slide is opened for inference. */
  void decoding() {
    firstDecode.compareAndSet(0, System.nanoTime());
  }

  /** A shard with new tiles has committed its slides. */
  void committed() {
    lastCommit.set(System.nanoTime());
  }

  /** From the first decode after preflight to the last slide commit; 0 where none happened. */
  public double inferSeconds() {
    long first = firstDecode.get();
    long last = lastCommit.get();
    return first == 0 || last == 0 ? 0 : (last - first) / 1e9;
  }

  public long tiles() {
    return sum("cohortrun_tiles_total");
  }

  public long tilesRepeated() {
    return sum("cohortrun_tiles_repeated_total");
  }

  public long slides() {
    return sum("cohortrun_slides_total");
  }

  public long inspected() {
    return sum("cohortrun_preflight_rows_total");
  }

  /** Seconds by stage, summed over threads; empty where nothing was inferred. */
  public String stages() {
    return tiles() == 0
        ? ""
        : Arrays.stream(Stage.values())
            .map(s -> String.format(Locale.ROOT, "%s %.1f s", s.text(), seconds(s.id())))
            .collect(Collectors.joining(", "));
  }

  private double seconds(String stage) {
    return meters.find("cohortrun_stage_seconds").tag("stage", stage).timers().stream()
        .mapToDouble(t -> t.totalTime(TimeUnit.SECONDS))
        .sum();
  }

  private long sum(String name) {
    return (long) meters.find(name).counters().stream().mapToDouble(Counter::count).sum();
  }
}
