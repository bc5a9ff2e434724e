package io.cohortrun.operator.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.cohortrun.operator.ports.EngineAway;
import io.cohortrun.operator.ports.RunEngine;
import io.cohortrun.workflows.contract.SignOff;
import io.cohortrun.workflows.contract.WorkerLost;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.lang.reflect.Proxy;
import org.junit.jupiter.api.Test;

class MeteredEngineTest {

  @Test
  void eachCallIsCountedOnce() throws EngineAway {
    SimpleMeterRegistry meters = new SimpleMeterRegistry();
    RunEngine engine = new EngineMetrics(meters).over(silent());
    engine.describe("w");
    engine.start("w", "team", null);
    engine.pause("w");
    engine.resume("w");
    engine.signOff("w", new SignOff(true, "jane", ""));
    engine.tellLost("w", new WorkerLost("pod-7", "OOMKilled"));
    engine.open();
    engine.end("w", true);
    for (EngineCall call : EngineCall.values()) {
      assertThat(
              meters
                  .get("cohortrun_engine_calls_total")
                  .tag("call", call.label())
                  .counter()
                  .count())
          .as(call.label())
          .isEqualTo(1);
    }
  }

  private static RunEngine silent() {
    return (RunEngine)
        Proxy.newProxyInstance(
            RunEngine.class.getClassLoader(),
            new Class<?>[] {RunEngine.class},
            (proxy, method, args) -> null);
  }
}
