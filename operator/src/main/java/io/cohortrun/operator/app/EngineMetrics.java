package io.cohortrun.operator.app;

import io.cohortrun.operator.ports.EngineAway;
import io.cohortrun.operator.ports.RunEngine;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.Map;

/** Calls of the engine, and those that it did not answer. */
final class EngineMetrics {

  private final Map<EngineCall, Counter> calls;
  private final Map<EngineCall, Counter> errors;

  /** Registers all counters, so that each exists from the start with its zero. */
  EngineMetrics(MeterRegistry meters) {
    this.calls =
        counters("cohortrun_engine_calls_total", "Calls of Temporal, answered or not.", meters);
    this.errors =
        counters("cohortrun_engine_errors_total", "Calls that Temporal did not answer.", meters);
  }

  private static Map<EngineCall, Counter> counters(String name, String says, MeterRegistry meters) {
    Map<EngineCall, Counter> counters = new EnumMap<>(EngineCall.class);
    for (EngineCall call : EngineCall.values()) {
      counters.put(
          call, Counter.builder(name).description(says).tag("call", call.label()).register(meters));
    }
    return counters;
  }

  /** The same engine, counted. */
  RunEngine over(RunEngine engine) {
    return new MeteredEngine(engine, this);
  }

  /** One call. */
  interface Call<T> {
    T now() throws EngineAway;
  }

  <T> T counted(EngineCall asked, Call<T> call) throws EngineAway {
    boolean away = false;
    try {
      return call.now();
    } catch (EngineAway e) {
      away = true;
      throw e;
    } finally {
      called(asked, away);
    }
  }

  void called(EngineCall asked, boolean away) {
    calls.get(asked).increment();
    if (away) {
      errors.get(asked).increment();
    }
  }
}
