package io.cohortrun.workers.report.findings;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;

/** What the models that judge a patient had not seen, in words, as the run recorded it. */
final class HeldOut {

  private HeldOut() {}

  /**
   * Of the signature; empty if it was not fitted.
   *
   * @param signature of {@code signature.json}, or missing
   */
  static Optional<String> signature(JsonNode signature) {
    return signature.path("folds").isNumber()
        ? Optional.of(
            words(signature.path("folds").asInt(), signature.path("sitesWhole").asBoolean()))
        : Optional.empty();
  }

  /**
   * Of triage; empty if nobody got a score.
   *
   * @param points of {@code triage.csv}
   */
  static Optional<String> triage(List<Line> points) {
    List<Line> scored = points.stream().filter(l -> l.has("folds")).toList();
    return scored.isEmpty()
        ? Optional.empty()
        : Optional.of(
            words(
                (int) scored.getFirst().count("folds"),
                scored.stream().allMatch(l -> l.is("sites_whole", "true"))));
  }

  private static String words(int folds, boolean sitesWhole) {
    return sitesWhole
        ? "models that saw neither the patient nor anybody of the same site (%d folds of whole sites)"
            .formatted(folds)
        : ("models that had not seen the patient, but others of the same site: no second site is"
                + " known (%d folds of single patients)")
            .formatted(folds);
  }
}
