package io.cohortrun.operator.apply;

import io.cohortrun.operator.observe.Sent;
import io.cohortrun.workflows.contract.SignOff;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * What the workflow of one run was told. In memory: after a restart it is told again, which does no
 * harm. A run has one turn at a time.
 */
final class Told {

  /** Twice as long as a workflow that is looked after takes to show it; then it is told again. */
  private static final Duration SHOWN_WITHIN = Duration.ofMinutes(1);

  private record Word<T>(T word, Instant at) {

    static <T> Optional<T> lately(Word<T> last, Instant now) {
      return Optional.ofNullable(last)
          .filter(w -> now.isBefore(w.at().plus(SHOWN_WITHIN)))
          .map(Word::word);
    }
  }

  private final Clock clock;
  private final Set<String> lost = new HashSet<>();
  private Word<Boolean> held;
  private Word<SignOff> decision;

  Told(Clock clock) {
    this.clock = clock;
  }

  /** Uids of the lost workers that it was told of; pods that are gone are not told of again. */
  Set<String> lostAmong(Collection<String> podsThere) {
    lost.retainAll(podsThere);
    return Set.copyOf(lost);
  }

  Sent lately() {
    Instant now = clock.instant();
    return new Sent(Word.lately(held, now), Word.lately(decision, now));
  }

  void lost(String pod) {
    lost.add(pod);
  }

  void held(boolean hold) {
    held = new Word<>(hold, clock.instant());
  }

  void decision(SignOff word) {
    decision = new Word<>(word, clock.instant());
  }
}
