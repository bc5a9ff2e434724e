package io.cohortrun.workers.shard;

import io.cohortrun.workflows.contract.Outcome;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counters and stage times of inference. Labels are closed sets: outcomes and stages. */
public final class ShardMetrics {

  private static final Logger log = LoggerFactory.getLogger(ShardMetrics.class);

  /** Where the time of a slide goes. */
  enum Stage {
    /** Copying the slide to local disk and checking its digest. */
    STAGE,
    /** Inference had nothing to do because no tile was decoded yet. */
    DECODE_WAIT,
    INFER,
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
              .description("Time by stage: stage, decode_wait, infer, reduce, commit.")
              .tag("stage", s.name().toLowerCase(java.util.Locale.ROOT))
              .register(registry));
    }
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
    if (stage == Stage.INFER && inferring.compareAndSet(false, true)) {
      log.info("First tile inferred: from here on this process works at its own rate.");
    }
  }
}
