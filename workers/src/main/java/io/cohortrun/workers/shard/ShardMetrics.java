package io.cohortrun.workers.shard;

import io.cohortrun.workflows.contract.Outcome;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counters and stage times of inference. Labels are closed sets: outcomes, stages and the two uses
 * of a device's time.
 */
public final class ShardMetrics {

  private static final Logger log = LoggerFactory.getLogger(ShardMetrics.class);

  private final Counter tiles;
  private final Counter repeated;
  private final Counter checkpoints;
  private final Counter commits;
  private final Counter useful;
  private final Counter wasted;
  private final AtomicInteger inFlight;
  private final Map<Outcome, Counter> slides = new EnumMap<>(Outcome.class);
  private final Map<Stage, Timer> stages = new EnumMap<>(Stage.class);
  private final AtomicBoolean inferring = new AtomicBoolean();
  private final Map<Stage, LongAdder> nanos = new EnumMap<>(Stage.class);

  /** Registers all meters, so that each exists from the start with its zero. */
  public ShardMetrics(MeterRegistry registry) {
    this.tiles = counter("cohortrun_tiles_total", "Tiles inferred by this process.", registry);
    this.repeated =
        counter(
            "cohortrun_tiles_repeated_total",
            "Tiles inferred again because a process died between two checkpoints; an upper bound.",
            registry);
    this.checkpoints =
        counter("cohortrun_checkpoints_total", "Parts of slides made durable.", registry);
    this.commits = counter("cohortrun_commits_total", "Results of slides committed.", registry);
    this.useful = deviceSeconds("useful", registry);
    this.wasted = deviceSeconds("wasted", registry);
    this.inFlight = new AtomicInteger();
    Gauge.builder("cohortrun_shards_in_flight", inFlight, AtomicInteger::get)
        .description("Shards that this process works on.")
        .register(registry);
    for (Outcome o : Outcome.values()) {
      slides.put(
          o,
          Counter.builder("cohortrun_slides_total")
              .description("Slides by the outcome that this process recorded.")
              .tag("outcome", o.name())
              .register(registry));
    }
    for (Stage s : Stage.values()) {
      stages.put(s, timer(s.id(), registry));
      nanos.put(s, new LongAdder());
    }
  }

  private static Counter counter(String name, String says, MeterRegistry registry) {
    return Counter.builder(name).description(says).register(registry);
  }

  private static Counter deviceSeconds(String use, MeterRegistry registry) {
    return Counter.builder("cohortrun_device_seconds_total")
        .description("Time of the device (GPU, or CPU where there is none) by use: useful, wasted.")
        .tag("use", use)
        .register(registry);
  }

  private static Timer timer(String stage, MeterRegistry registry) {
    return Timer.builder("cohortrun_stage_seconds")
        .description(
            "Time by stage, summed over threads: stage, decode, decode_wait, prepare, network, head,"
                + " reduce, commit.")
        .tag("stage", stage)
        .register(registry);
  }

  private ShardMetrics(ShardMetrics process) {
    this.tiles = process.tiles;
    this.repeated = process.repeated;
    this.checkpoints = process.checkpoints;
    this.commits = process.commits;
    this.useful = process.useful;
    this.wasted = process.wasted;
    this.inFlight = process.inFlight;
    this.slides.putAll(process.slides);
    this.stages.putAll(process.stages);
    for (Stage s : Stage.values()) {
      nanos.put(s, new LongAdder());
    }
  }

  /** The same meters, and beside them what one shard alone took. */
  ShardMetrics ofShard() {
    return new ShardMetrics(this);
  }

  /** What was taken through this one since {@link #ofShard}, by {@link Stage#id}. */
  SortedMap<String, Double> seconds() {
    SortedMap<String, Double> seconds = new TreeMap<>();
    nanos.forEach((stage, sum) -> seconds.put(stage.id(), sum.sum() / 1e9));
    return seconds;
  }

  void tiles(int n) {
    tiles.increment(n);
  }

  void repeated(int n) {
    repeated.increment(n);
  }

  void checkpoint() {
    checkpoints.increment();
  }

  void commit() {
    commits.increment();
  }

  /** Device time that is in a durable part now. */
  void useful(long nanos) {
    useful.increment(nanos / 1e9);
  }

  /** Device time of tiles that are in none and never will be. */
  void wasted(double seconds) {
    wasted.increment(Math.max(0, seconds)); // shares of a batch are rounded
  }

  void shardBegins() {
    inFlight.incrementAndGet();
  }

  void shardEnds() {
    inFlight.decrementAndGet();
  }

  void slide(Outcome outcome) {
    slides.get(outcome).increment();
  }

  void took(Stage stage, long nanos) {
    stages.get(stage).record(Duration.ofNanos(nanos));
    if (stage == Stage.NETWORK && inferring.compareAndSet(false, true)) {
      log.info("First tile inferred: from here on this process works at its own rate.");
    }
    this.nanos.get(stage).add(nanos);
  }
}
