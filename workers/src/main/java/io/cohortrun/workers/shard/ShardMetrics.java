package io.cohortrun.workers.shard;

import io.cohortrun.workflows.contract.Outcome;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counters and stage times of inference. Labels are closed sets: outcomes and stages. */
public final class ShardMetrics {

  private static final Logger log = LoggerFactory.getLogger(ShardMetrics.class);

  /** Where the time of a slide goes. */
  enum Stage {
    /** Copying the slide to local disk and checking its digest. */
    STAGE,
    /** No predictor had anything to do for a slide, because none of its tiles was decoded. */
    DECODE_WAIT,
    /** The network alone. */
    NETWORK,
    /** From logits to integers. */
    HEAD,
    /** Summing tiles. */
    REDUCE,
    /** Writing parts, building and uploading the files of a result. */
    COMMIT
  }

  private final Counter tiles;
  private final Counter repeated;
  private final Map<Outcome, Counter> slides = new EnumMap<>(Outcome.class);
  private final Map<Stage, Timer> stages = new EnumMap<>(Stage.class);
  private final AtomicBoolean inferring = new AtomicBoolean();
  private final Map<Stage, LongAdder> nanos = new EnumMap<>(Stage.class);

  /** Registers all meters, so that each exists from the start with its zero. */
  public ShardMetrics(MeterRegistry registry) {
    this.tiles =
        Counter.builder("cohortrun_tiles_total")
            .description("Tiles inferred by this process.")
            .register(registry);
    this.repeated =
        Counter.builder("cohortrun_tiles_repeated_total")
            .description(
                "Tiles inferred again because a process died between two checkpoints; an upper"
                    + " bound.")
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
      stages.put(
          s,
          Timer.builder("cohortrun_stage_seconds")
              .description("Time by stage: stage, decode_wait, network, head, reduce, commit.")
              .tag("stage", name(s))
              .register(registry));
      nanos.put(s, new LongAdder());
    }
  }

  private ShardMetrics(ShardMetrics process) {
    this.tiles = process.tiles;
    this.repeated = process.repeated;
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

  /** What was taken through this one since {@link #ofShard}, by stage in lower case. */
  SortedMap<String, Double> seconds() {
    SortedMap<String, Double> seconds = new TreeMap<>();
    nanos.forEach((stage, sum) -> seconds.put(name(stage), sum.sum() / 1e9));
    return seconds;
  }

  private static String name(Stage stage) {
    return stage.name().toLowerCase(Locale.ROOT);
  }

  void tiles(int n) {
    tiles.increment(n);
  }

  void repeated(int n) {
    repeated.increment(n);
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
