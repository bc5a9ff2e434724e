package io.cohortrun.workers.patients;

import io.cohortrun.workers.patients.RunSlides.Slide;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;

/** How many slides and patients each step leaves, and why the others are lost. */
public final class CohortFlow {

  /** Columns of {@code flow.csv}. */
  public static final List<String> NAMES =
      List.of("step", "slides", "patients", "lost_slides", "lost_patients", "reason");

  private List<Slide> left;
  private final List<List<Object>> rows = new ArrayList<>();

  private CohortFlow(List<Slide> all) {
    this.left = all;
    row("manifest", 0, 0, "");
  }

  /**
   * Rows of {@code flow.csv}.
   *
   * @param recorded patients with a clinical row; null where there are no clinical tables
   * @param analysed patients of whom there is at least one feature
   */
  public static List<List<Object>> of(
      RunSlides slides, Set<String> recorded, Set<String> analysed) {
    CohortFlow flow = new CohortFlow(slides.slides());
    flow.step("results", Slide::result, Slide::outcome);
    flow.step("slide-rule", Slide::counts, s -> "FrozenBesideDiagnostic");
    if (recorded != null) {
      flow.step("clinical", s -> recorded.contains(s.patient()), s -> "NoClinicalRow");
    }
    flow.step("analysed", s -> analysed.contains(s.patient()), s -> "NoValidPixels");
    return flow.rows;
  }

  /** A patient is lost with its last slides, for the reason of the first of these. */
  private void step(String name, Predicate<Slide> stays, Function<Slide, String> reason) {
    List<Slide> kept = left.stream().filter(stays).toList();
    Set<String> patients = new HashSet<>(kept.stream().map(Slide::patient).toList());
    Map<String, int[]> lost = new TreeMap<>();
    for (Slide slide : left) {
      if (!stays.test(slide)) {
        int[] count = lost.computeIfAbsent(reason.apply(slide), r -> new int[2]);
        count[0]++;
        count[1] += patients.add(slide.patient()) ? 1 : 0;
      }
    }
    left = kept;
    if (lost.isEmpty()) {
      row(name, 0, 0, "");
    }
    lost.forEach((why, count) -> row(name, count[0], count[1], why));
  }

  private void row(String step, int slides, int patients, String reason) {
    int remaining = (int) left.stream().map(Slide::patient).distinct().count();
    rows.add(Arrays.asList(step, left.size(), remaining, slides, patients, reason));
  }
}
