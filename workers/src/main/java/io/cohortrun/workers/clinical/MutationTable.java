package io.cohortrun.workers.clinical;

import io.cohortrun.workers.table.BadTable;
import io.cohortrun.workers.table.Cells;
import io.cohortrun.workers.table.Digits;
import io.cohortrun.workers.table.TextTable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * A mutation table (MAF) as a clinical one: a row per patient, a column per gene. 1 is any
 * non-silent variant in any sample, 0 sequenced and none, empty not on the patient's panel or not
 * known to be. {@code TMB} is the mean of the patient's samples.
 */
public final class MutationTable {

  /** Column of mutations per megabase. */
  public static final String BURDEN = "TMB";

  /** Variants that change no protein, as MAF classes them. */
  private static final Set<String> SILENT =
      Set.of(
          "silent",
          "rna",
          "lincrna",
          "intron",
          "igr",
          "3'utr",
          "5'utr",
          "3'flank",
          "5'flank",
          "splice_region");

  /** Mutations per megabase from which a burden is high. */
  private static final double HIGH = 10;

  private MutationTable() {}

  /**
   * Makes the table.
   *
   * @param megabases that were sequenced, for TMB; 0 where it is not known: then there is no TMB
   * @param fewest patients with a variant that a gene needs to be a column
   * @param report told of each gene that has fewer, by its first row
   * @throws BadTable a column of a MAF is missing
   */
  public static NamedTable of(NamedTable maf, double megabases, int fewest, JoinReport report)
      throws BadTable {
    return of(maf, megabases, fewest, report, GenePanels.NONE, PatientIds::patient);
  }

  static NamedTable of(
      NamedTable maf,
      double megabases,
      int fewest,
      JoinReport report,
      GenePanels panels,
      UnaryOperator<String> patientOf)
      throws BadTable {
    int gene = maf.position("Hugo_Symbol");
    int variant = maf.position("Variant_Classification");
    int sample = maf.position("Tumor_Sample_Barcode");
    Map<String, Set<String>> samples = new TreeMap<>(); // of each sequenced patient
    Map<String, Set<String>> mutated = new TreeMap<>(); // gene to patients
    Map<String, Integer> burden = new HashMap<>(); // of each sample
    panels.sequenced().forEach(s -> add(samples, patientOf.apply(s), s));
    Map<String, Integer> firstRow = new HashMap<>(); // of each gene
    int number = 0;
    for (TextTable.Row row : maf.table().rows()) {
      number++;
      String of = row.cells().get(sample);
      if (Cells.isMissing(of)) {
        continue;
      }
      add(samples, patientOf.apply(of), of);
      if (!Cells.isMissing(row.cells().get(gene))) {
        firstRow.putIfAbsent(row.cells().get(gene), number);
      }
      if (!SILENT.contains(row.cells().get(variant).toLowerCase(Locale.ROOT))) {
        add(mutated, row.cells().get(gene), patientOf.apply(of));
        burden.merge(of, 1, Integer::sum);
      }
    }
    mutated.values().removeIf(patients -> patients.size() < fewest);
    firstRow.forEach(
        (one, row) -> {
          if (!mutated.containsKey(one)) {
            report.add(Reason.RareGene, maf.name(), "Hugo_Symbol", row);
          }
        });
    List<String> genes = List.copyOf(mutated.keySet());
    List<String> names = new ArrayList<>(List.of("patient_id"));
    names.addAll(genes);
    if (megabases > 0) {
      names.addAll(List.of(BURDEN, BURDEN + "-high"));
    }
    Predicate<String> comparable = panels.ofOneSize(samples.values());
    List<TextTable.Row> rows = new ArrayList<>();
    samples.forEach(
        (patient, own) -> {
          List<String> cells = new ArrayList<>(List.of(patient));
          for (String one : genes) {
            boolean seen = own.stream().anyMatch(s -> panels.covers(s, one));
            cells.add(mutated.get(one).contains(patient) ? "1" : seen ? "0" : "");
          }
          if (megabases > 0) {
            double rate =
                own.stream()
                        .filter(comparable)
                        .mapToInt(s -> burden.getOrDefault(s, 0))
                        .average()
                        .orElse(Double.NaN)
                    / megabases;
            cells.add(Digits.written(rate));
            cells.add(Double.isNaN(rate) ? "" : rate >= HIGH ? "1" : "0");
          }
          rows.add(new TextTable.Row(0, cells));
        });
    return new NamedTable(maf.name(), new TextTable(names, rows), Set.copyOf(genes));
  }

  private static void add(Map<String, Set<String>> to, String key, String value) {
    to.computeIfAbsent(key, k -> new TreeSet<>()).add(value);
  }
}
