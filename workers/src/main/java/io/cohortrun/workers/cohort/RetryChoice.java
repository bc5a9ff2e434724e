package io.cohortrun.workers.cohort;

import static java.util.stream.Collectors.joining;

import io.cohortrun.workers.manifest.Manifest;
import io.cohortrun.workers.manifest.ManifestRow;
import io.cohortrun.workers.shard.SlideOutcome;
import io.cohortrun.workflows.contract.CohortInput;
import io.cohortrun.workflows.contract.Outcome;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.function.IntFunction;

/**
 * Which rows that have ended an attempt tries again. Pure.
 *
 * @param codes their outcomes; empty for every failure
 * @param slides their slide ids; empty for all
 */
public record RetryChoice(List<Outcome> codes, List<String> slides) {

  private static final int TOLD = 5;

  /** What an attempt began with. */
  public static RetryChoice of(CohortInput input) {
    return new RetryChoice(
        input.retryRows(), Objects.requireNonNullElse(input.retrySlides(), List.of()));
  }

  /** Whether it leaves out nothing that failed. */
  public boolean isOfAll() {
    return slides.isEmpty() && (codes.isEmpty() || codes.containsAll(Outcome.failures()));
  }

  /** Whether the same is chosen, in any order. */
  public boolean isSameAs(RetryChoice other) {
    return Set.copyOf(codes).equals(Set.copyOf(other.codes))
        && Set.copyOf(slides).equals(Set.copyOf(other.slides));
  }

  boolean isTriedAgain(Outcome outcome, String slideId) {
    return isCoded(outcome) && (slides.isEmpty() || slides.contains(slideId));
  }

  /** Whether rows with this outcome are tried again, those of the chosen slides at least. */
  public boolean isCoded(Outcome outcome) {
    return codes.isEmpty() ? outcome.isFailure() : codes.contains(outcome);
  }

  /**
   * A sentence for whatever is chosen and would not be tried, without slide ids; the first few.
   *
   * @param named what the person who chose calls the slide of an index
   * @param outcomes of the attempt before, by row; a row without one is tried in any case
   */
  public List<String> problems(
      IntFunction<String> named, Manifest manifest, SortedMap<Integer, SlideOutcome> outcomes) {
    List<String> problems = new ArrayList<>();
    if (slides.isEmpty()) {
      boolean nothing =
          outcomes.size() == manifest.rows().size()
              && outcomes.values().stream().noneMatch(o -> isCoded(o.outcome()));
      if (nothing && !isOfAll()) {
        problems.add("spec.retryOnly.codes: no slide ended as " + names(codes));
      }
      return problems;
    }
    Map<String, Integer> rows = new HashMap<>();
    for (ManifestRow row : manifest.rows()) {
      rows.put(row.slideId(), row.row());
    }
    for (int i = 0; i < slides.size(); i++) {
      Integer row = rows.get(slides.get(i));
      if (row == null) {
        problems.add(named.apply(i) + " is no slide_id of the run's manifest");
      } else if (outcomes.containsKey(row) && !isCoded(outcomes.get(row).outcome())) {
        problems.add(
            "%s (row %d) ended as %s, which is %s"
                .formatted(
                    named.apply(i), row + 1, outcomes.get(row).outcome(), kept(outcomes, row)));
      }
    }
    if (problems.size() > TOLD) {
      int more = problems.size() - TOLD;
      problems.subList(TOLD, problems.size()).clear();
      problems.add("and %d more".formatted(more));
    }
    return problems;
  }

  private String kept(SortedMap<Integer, SlideOutcome> outcomes, int row) {
    return outcomes.get(row).outcome().isFailure()
        ? "not among the codes that are tried"
        : "no failure";
  }

  /** Codes in words. */
  public static String names(List<Outcome> codes) {
    return codes.stream().map(Outcome::name).collect(joining(" or "));
  }
}
