package io.cohortrun.operator.decide;

import static org.assertj.core.api.Assertions.assertThat;

import io.cohortrun.crds.v1alpha1.ConditionType;
import io.cohortrun.crds.v1alpha1.State;
import io.cohortrun.operator.decide.Verdict.Truth;
import io.cohortrun.operator.observe.EngineView;
import io.cohortrun.operator.observe.Observation;
import io.cohortrun.operator.observe.Pool;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What holds at every point of a run's life, whatever Temporal says and whatever two things happen
 * together there.
 */
class DecideInvariantsTest {

  private static final List<String> STATUSES =
      List.of(
          "nothing",
          "intended",
          "started",
          "Complete",
          "Suspended",
          "Preflight",
          "AwaitingSignOff",
          "OverBudget",
          "NotValidated",
          "Preflighted",
          "Cancelled",
          "Failed");

  private static final List<String> TEMPORAL =
      List.of(
          "absent",
          "away",
          "foreign",
          "Freeze",
          "Preflight",
          "Plan",
          "Infer",
          "paused",
          "one fault",
          "card quarantined",
          "SignOff",
          "paused SignOff",
          "Publish",
          "Complete",
          "OverBudget",
          "NotValidated",
          "Preflighted",
          "valid",
          "marked",
          "rejected",
          "cancelled",
          "failed");

  private static final List<String> EVENTS =
      List.of(
          "",
          "suspend",
          "hold all",
          "delete",
          "retry",
          "retry twice",
          "preflight",
          "approve",
          "reject",
          "problem",
          "pods at ceiling",
          "gpu hours at ceiling",
          "gpu hours below",
          "bytes at quota",
          "platform allows 1 hour",
          "platform allows 20 pods",
          "platform allows 5000 bytes",
          "queue",
          "queue admits fewer",
          "queue holds",
          "cpu runs",
          "gpu runs",
          "no rights",
          "two nodes",
          "other gpus",
          "no gpu",
          "node lost",
          "node kept",
          "refused",
          "no image",
          "no image yet",
          "no volume",
          "no volume yet",
          "workers fail",
          "lost",
          "ttl runs",
          "ttl over",
          "told to hold",
          "told to go on",
          "told of approval",
          "silent");

  private record Judged(String where, Observation o, Decision decision) {

    <T extends Intent> List<T> intents(Class<T> type) {
      return decision.intents().stream().filter(type::isInstance).map(type::cast).toList();
    }

    boolean isHeld() {
      return o.wanted().suspend() || o.platformPaused();
    }

    Optional<Verdict> verdict(String type) {
      return decision.verdicts().stream().filter(v -> v.type().equals(type)).findFirst();
    }
  }

  static Stream<String> statuses() {
    return STATUSES.stream();
  }

  @ParameterizedTest
  @MethodSource("statuses")
  void aRunThatIsDeletedIsLeftToWhoCollectsIt(String status) {
    everywhere(
        status,
        j -> {
          if (j.o().wanted().deleting()) {
            assertThat(j.decision().intents()).as(j.where()).isEmpty();
          }
        });
  }

  @ParameterizedTest
  @MethodSource("statuses")
  void aWorkflowIsStartedOnlyWhereNoneIsKnownAndNothingForbidsIt(String status) {
    everywhere(
        status,
        j -> {
          List<Intent.Start> starts = j.intents(Intent.Start.class);
          assertThat(starts).as(j.where()).hasSizeLessThanOrEqualTo(1);
          for (Intent.Start start : starts) {
            assertThat(j.decision().intents()).as(j.where()).hasSize(1);
            assertThat(j.isHeld() || j.o().problem().isPresent()).as(j.where()).isFalse();
            assertThat(j.o().engine()).as(j.where()).isNotInstanceOf(EngineView.Away.class);
            boolean another = !start.attempt().workflowId().equals(j.o().recorded().workflowId());
            assertThat(another || j.o().recorded().runId().isEmpty()).as(j.where()).isTrue();
            assertThat(another && j.o().recorded().attempt() > 0)
                .as(j.where())
                .isEqualTo(j.o().recorded().isTerminal());
          }
        });
  }

  @ParameterizedTest
  @MethodSource("statuses")
  void whatHasEndedStaysAsItEndedUntilAnotherAttemptBegins(String status) {
    everywhere(
        status,
        j -> {
          State before = j.o().recorded().state();
          if (before.isTerminal() && j.decision().state() != before) {
            assertThat(j.intents(Intent.Start.class)).as(j.where()).hasSize(1);
          }
        });
  }

  @ParameterizedTest
  @MethodSource("statuses")
  void nothingIsConcludedWhileTemporalIsAway(String status) {
    everywhere(
        status,
        j -> {
          if (j.o().engine() instanceof EngineView.Away) {
            assertThat(j.decision().intents())
                .as(j.where())
                .allMatch(
                    i ->
                        i instanceof Intent.Expire
                            || (i instanceof Intent.Scale scale && scale.replicas() == 0));
            if (j.decision().state().isTerminal()) {
              assertThat(j.decision().state()).as(j.where()).isEqualTo(j.o().recorded().state());
            } else {
              assertThat(j.decision().intents()).as(j.where()).isEmpty();
            }
          }
        });
  }

  @ParameterizedTest
  @MethodSource("statuses")
  void onlyWhatHasEndedAndStartsNothingExpires(String status) {
    everywhere(
        status,
        j -> {
          if (!j.intents(Intent.Expire.class).isEmpty()) {
            assertThat(j.o().recorded().isTerminal()).as(j.where()).isTrue();
            assertThat(j.decision().state()).as(j.where()).isEqualTo(j.o().recorded().state());
            assertThat(j.o().expires()).as(j.where()).hasValue(j.o().now());
          }
        });
  }

  @ParameterizedTest
  @MethodSource("statuses")
  void workersAreWantedOnlyWhereTheirWorkflowGoesOn(String status) {
    everywhere(
        status,
        j -> {
          List<Intent.Scale> scales = j.intents(Intent.Scale.class);
          assertThat(scales).as(j.where()).extracting(Intent.Scale::pool).doesNotHaveDuplicates();
          for (Intent.Scale scale : scales) {
            if (scale.replicas() > 0) {
              assertThat(j.isHeld()).as(j.where()).isFalse();
              assertThat(j.decision().state()).as(j.where()).isIn(State.Preflight, State.Running);
              assertThat(j.o().engine())
                  .as(j.where())
                  .isInstanceOfSatisfying(
                      EngineView.Open.class,
                      open ->
                          assertThat(
                                  scale.pool() == Pool.CPU
                                      || open.progress().phase().equals("Infer"))
                              .isTrue());
            }
          }
        });
  }

  @ParameterizedTest
  @MethodSource("statuses")
  void whoEndsOrIsHeldKeepsNoWorker(String status) {
    everywhere(
        status,
        j -> {
          boolean over = j.decision().state().isTerminal() && !j.o().wanted().deleting();
          boolean held =
              j.decision().state() == State.Suspended
                  && !j.o().wanted().deleting()
                  && !(j.o().engine() instanceof EngineView.Away);
          if (over || held) {
            List<Pool> removed =
                j.intents(Intent.Scale.class).stream()
                    .filter(s -> s.replicas() == 0)
                    .map(Intent.Scale::pool)
                    .toList();
            for (Pool pool : Pool.values()) {
              assertThat(removed.contains(pool))
                  .as(j.where())
                  .isEqualTo(j.o().pool(pool).wanted() > 0);
            }
          }
        });
  }

  @ParameterizedTest
  @MethodSource("statuses")
  void aHoldIsToldAsWhatItIs(String status) {
    everywhere(
        status,
        j ->
            j.verdict(ConditionType.SUSPENDED)
                .ifPresent(
                    v ->
                        assertThat(v.truth() == Truth.True)
                            .as(j.where())
                            .isEqualTo(
                                j.decision().state() == State.Suspended
                                    || (j.isHeld() && j.o().recorded().isTerminal()))));
  }

  @ParameterizedTest
  @MethodSource("statuses")
  void eachConditionIsJudgedOnceWithReasonAndSentence(String status) {
    everywhere(
        status,
        j -> {
          assertThat(j.decision().verdicts())
              .as(j.where())
              .extracting(Verdict::type)
              .doesNotHaveDuplicates();
          assertThat(j.decision().verdicts())
              .as(j.where())
              .noneMatch(v -> v.reason().isBlank() || v.sentence().isBlank());
          for (String end : List.of(ConditionType.COMPLETE, ConditionType.FAILED)) {
            if (j.verdict(end).filter(v -> v.truth() == Truth.True).isPresent()) {
              assertThat(j.decision().state().isTerminal()).as(j.where()).isTrue();
            }
          }
        });
  }

  @ParameterizedTest
  @MethodSource("statuses")
  void aReviewersWordIsToldOnlyToWhoWaitsForIt(String status) {
    everywhere(
        status,
        j -> {
          if (!j.intents(Intent.TellDecision.class).isEmpty()) {
            assertThat(j.decision().state()).as(j.where()).isEqualTo(State.AwaitingSignOff);
          }
          assertThat(j.intents(Intent.Pause.class).size() + j.intents(Intent.Resume.class).size())
              .as(j.where())
              .isLessThanOrEqualTo(1);
        });
  }

  @ParameterizedTest
  @MethodSource("statuses")
  void whoWaitsForAnythingButItsOwnSpecLooksAgain(String status) {
    everywhere(
        status,
        j -> {
          boolean rests =
              j.decision().state().isTerminal()
                  || j.o().wanted().deleting()
                  || (j.o().wanted().suspend() && j.decision().state() == State.Suspended);
          if (!rests) {
            assertThat(j.decision().again()).as(j.where()).isPresent();
          }
        });
  }

  /** At every answer of Temporal, with every two events. */
  private static void everywhere(String status, Consumer<Judged> holds) {
    List<String> events = new ArrayList<>();
    for (int a = 0; a < EVENTS.size(); a++) {
      for (int b = a; b < EVENTS.size(); b++) {
        events.add(EVENTS.get(a) + "," + EVENTS.get(b));
      }
    }
    for (String temporal : TEMPORAL) {
      for (String both : events) {
        Observation o = Case.of(status, temporal, both);
        holds.accept(
            new Judged("%s | %s | %s".formatted(status, temporal, both), o, Decide.decide(o)));
      }
    }
  }
}
