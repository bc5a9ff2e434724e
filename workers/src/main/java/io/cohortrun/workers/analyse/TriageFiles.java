package io.cohortrun.workers.analyse;

import io.cohortrun.workers.table.CsvFile;
import io.cohortrun.workflows.stats.screen.Attribute;
import io.cohortrun.workflows.stats.signature.Splits;
import io.cohortrun.workflows.stats.triage.OperatingPoint;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Files of the triage of biomarkers. */
public final class TriageFiles {

  private static final List<String> POINTS =
      List.of(
          "attribute",
          "score",
          "threshold",
          "n",
          "positives",
          "auc",
          "auc_lower",
          "auc_upper",
          "sensitivity",
          "specificity",
          "prevalence",
          "ppv",
          "npv",
          "folds",
          "sites_whole");
  private static final List<String> PATIENTS =
      Stream.concat(
              Stream.of("attribute", "rank", "patient", "type", "site", "score", "value"),
              FoldColumns.names(Splits.USUAL.repeats()).stream())
          .toList();

  private final List<String> patients;
  private final List<String> types;
  private final List<String> sites;
  private final List<List<Object>> points = new ArrayList<>();
  private final List<List<Object>> worklist = new ArrayList<>();

  /**
   * @param patients their ids, each with type and site
   */
  public TriageFiles(List<String> patients, List<String> types, List<String> sites) {
    this.patients = patients;
    this.types = types;
    this.sites = sites;
  }

  /**
   * Takes a biomarker.
   *
   * @param prevalence for predictive values, or null for that of those of whom it is known
   */
  public void add(TriageAnalysis of, Double prevalence) {
    points("maps", of.maps(), of, prevalence);
    if (of.background() != null) {
      points("background", of.background(), of, prevalence);
    }
    if (of.maps() != null) {
      patients(of.biomarker(), of.maps());
    }
  }

  /** Writes {@code triage.csv} and {@code worklist.csv}. */
  public void write(Path folder) throws IOException {
    CsvFile.write(folder.resolve("triage.csv"), POINTS, points);
    CsvFile.write(folder.resolve("worklist.csv"), PATIENTS, worklist);
  }

  private void points(
      String score, TriageAnalysis.Scored scored, TriageAnalysis of, Double prevalence) {
    String attribute = of.biomarker().name();
    if (scored == null || scored.roc() == null) {
      points.add(
          Arrays.asList(
              attribute,
              score,
              null,
              of.known(),
              of.positives(),
              null,
              null,
              null,
              null,
              null,
              null,
              null,
              null,
              null,
              null));
      return;
    }
    double[] judged = scored.of(of.biomarker());
    int positives = (int) Arrays.stream(judged).filter(value -> value == 1).count();
    double at = prevalence == null ? of.positives() / (double) of.known() : prevalence;
    for (OperatingPoint point : scored.roc().points()) {
      points.add(
          List.of(
              attribute,
              score,
              point.threshold(),
              judged.length,
              positives,
              scored.roc().auc(),
              scored.roc().lower(),
              scored.roc().upper(),
              point.sensitivity(),
              point.specificity(),
              at,
              point.positivePredictiveValue(at),
              point.negativePredictiveValue(at),
              scored.folds().count(),
              scored.folds().sitesWhole()));
    }
  }

  /** Highest score first; those without a score last, since nothing is known of them. */
  private void patients(Attribute biomarker, TriageAnalysis.Scored scored) {
    double[] score = scored.score();
    int[] order =
        IntStream.range(0, score.length)
            .boxed()
            .sorted(
                Comparator.comparingDouble((Integer i) -> Double.isNaN(score[i]) ? 1 : -score[i])
                    .thenComparing(patients::get))
            .mapToInt(Integer::intValue)
            .toArray();
    for (int rank = 0; rank < order.length; rank++) {
      int i = order[rank];
      double value = biomarker.values()[i];
      List<Object> row =
          new ArrayList<>(
              Arrays.asList(
                  biomarker.name(),
                  rank + 1,
                  patients.get(i),
                  types.get(i),
                  sites.get(i),
                  score[i],
                  Double.isNaN(value) ? null : (int) value));
      row.addAll(
          scored.folds() == null
              ? Collections.nCopies(Splits.USUAL.repeats(), null)
              : FoldColumns.of(scored.folds(), i));
      worklist.add(row);
    }
  }
}
