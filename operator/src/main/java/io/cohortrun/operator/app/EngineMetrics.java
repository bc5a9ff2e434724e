package io.cohortrun.operator.app;

import io.cohortrun.operator.ports.EngineAway;
import io.cohortrun.operator.ports.RunEngine;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Calls of the engine, and those that it did not answer. */
final class EngineMetrics {

  static final List<String> CALLS =
      List.of("describe", "start", "pause", "resume", "tell_lost", "list", "end");

  private final Map<String, Counter> calls;
  private final Map<String, Counter> errors;

  /** Registers all counters, so that each exists from the start with its zero. */
  EngineMetrics(MeterRegistry meters) {
    this.calls =
        counters("cohortrun_engine_calls_total", "Calls of Temporal, answered or not.", meters);
    this.errors =
        counters("cohortrun_engine_errors_total", "Calls that Temporal did not answer.", meters);
  }

  private static Map<String, Counter> counters(String name, String says, MeterRegistry meters) {
    return CALLS.stream()
        .collect(
            Collectors.toMap(
                Function.identity(),
                call ->
                    Counter.builder(name).description(says).tag("call", call).register(meters)));
  }

  /** The same engine, counted. */
  RunEngine over(RunEngine engine) {
    return new MeteredEngine(engine, this);
  }

  /** One call. */
  interface Call<T> {
    T now() throws EngineAway;
  }

  <T> T counted(String name, Call<T> call) throws EngineAway {
    boolean away = false;
    try {
      return call.now();
    } catch (EngineAway e) {
      away = true;
      throw e;
    } finally {
      called(name, away);
    }
  }

  void called(String name, boolean away) {
    calls.get(name).increment();
    if (away) {
      errors.get(name).increment();
    }
  }
}
