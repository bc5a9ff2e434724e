package io.cohortrun.operator.adapters;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cohortrun.operator.apply.Platform;
import io.cohortrun.operator.observe.EngineView;
import io.cohortrun.operator.ports.EngineAway;
import io.cohortrun.operator.ports.RunEngine;
import io.cohortrun.workflows.contract.wire.TemporalSecret;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A Temporal namespace that has a Secret is not spoken to without it, and its fault is its own. */
class TemporalEnginesTest {

  @TempDir Path folder;
  private final Map<String, String> named = new HashMap<>();
  private final Map<String, TemporalSecret> mounted = new HashMap<>();
  private final TemporalEngines engines =
      new TemporalEngines(
          "127.0.0.1:1",
          () -> new Platform(false, "127.0.0.1:1", Map.of(), Map.of("team-a", "a"), named),
          namespace -> mounted.getOrDefault(namespace, TemporalSecret.NONE));

  @AfterEach
  void close() {
    engines.close();
  }

  @Test
  void aSecretThatIsNamedWhileTheOperatorRunsIsNotDoneWithout() {
    assertThat(engines.in("team-a")).isInstanceOf(TemporalEngine.class);
    named.put("a", "temporal-a");
    isAway(engines.in("team-a"), "temporal-a");
    assertThat(engines.in("team-b")).as("of another namespace").isInstanceOf(TemporalEngine.class);
  }

  @Test
  void aSecretThatCannotBeUsedIsSaidAndIsUsedOnceItIsRepaired() throws Exception {
    named.put("a", "temporal-a");
    mounted.put("a", TemporalSecret.in(folder));
    Path keys = Files.writeString(folder.resolve("codec.keys"), "no key");
    isAway(engines.in("team-a"), keys.toString());
    assertThat(engines.all(List.of("team-a", "team-b"))).as("the others are there").hasSize(2);
    Files.writeString(keys, "k " + "A".repeat(43) + "=");
    assertThat(engines.in("team-a")).isInstanceOf(TemporalEngine.class);
  }

  private static void isAway(RunEngine engine, String said) {
    assertThat(engine.describe("any"))
        .asInstanceOf(InstanceOfAssertFactories.type(EngineView.Away.class))
        .extracting(EngineView.Away::sentence, InstanceOfAssertFactories.STRING)
        .contains(said);
    assertThatThrownBy(engine::open).isInstanceOf(EngineAway.class).hasMessageContaining(said);
  }
}
