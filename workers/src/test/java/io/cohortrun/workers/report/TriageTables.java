package io.cohortrun.workers.report;

import io.cohortrun.workers.model.PanelOrder;
import io.cohortrun.workers.report.PopulationTables.Subject;
import java.io.IOException;
import java.util.Comparator;
import java.util.List;

/** Triage of MSI in a made-up cohort, by its densities of CD8, and of a gene that too few have. */
final class TriageTables {

  private final PopulationTables tables;

  TriageTables(PopulationTables tables) {
    this.tables = tables;
  }

  void write() throws IOException {
    StringBuilder points =
        new StringBuilder(
            "attribute,score,threshold,n,positives,auc,auc_lower,auc_upper,sensitivity,specificity,prevalence,ppv,npv,folds,sites_whole\r\n");
    long positives = tables.subjects.stream().filter(Subject::msi).count();
    curve(points, "maps", 3, "0.75,0.69,0.81", positives);
    curve(points, "background", 1.2, "0.545,0.48,0.61", positives);
    points.append("POLE,maps,,395,4,,,,,,,,,,\r\n");
    tables.put("triage.csv", points.toString());
    int cd8 = PanelOrder.IDS.indexOf("CD8");
    List<Subject> sorted =
        tables.subjects.stream()
            .sorted(Comparator.comparingDouble(s -> -s.densities()[cd8]))
            .toList();
    StringBuilder worklist = new StringBuilder("attribute,rank,patient,type,site,score,value\r\n");
    for (int i = 0; i < sorted.size(); i++) {
      Subject s = sorted.get(i);
      worklist.append(
          "MSI,%d,%s,%s,\"%s\",%s,%s\r\n"
              .formatted(
                  i + 1,
                  s.id(),
                  s.type(),
                  s.site(),
                  tables.number(1 - (double) i / sorted.size()),
                  i % 9 == 0 ? "" : s.msi() ? "1" : "0"));
    }
    tables.put("worklist.csv", worklist.toString());
  }

  private void curve(StringBuilder to, String score, double power, String area, long positives) {
    for (int percent = 1; percent <= 100; percent++) {
      double sensitivity = percent / 100.0;
      double specificity = 1 - Math.pow(sensitivity, power);
      double found = 0.12 * sensitivity;
      double falsely = 0.88 * (1 - specificity);
      to.append(
          "MSI,%s,%s,%d,%d,%s,%s,%s,0.12,%s,%s,5,false\r\n"
              .formatted(
                  score,
                  tables.number(1 - sensitivity),
                  tables.subjects.size(),
                  positives,
                  area,
                  tables.number(sensitivity),
                  tables.number(specificity),
                  tables.number(found / (found + falsely)),
                  tables.number(
                      0.88 * specificity / (0.88 * specificity + 0.12 * (1 - sensitivity)))));
    }
  }
}
