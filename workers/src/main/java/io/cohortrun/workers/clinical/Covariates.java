package io.cohortrun.workers.clinical;

import io.cohortrun.workers.table.BadTable;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What tests are adjusted for: what was chosen, or age, sex and stage as far as there are. */
final class Covariates {

  private static final List<Predicate<ClinicalColumn>> USUAL =
      List.of(
          c -> c.kind() == ColumnKind.CONTINUOUS && normal(c).startsWith("age"),
          c -> c.kind() == ColumnKind.BINARY && Set.of("sex", "gender").contains(normal(c)),
          c -> c.kind() == ColumnKind.ORDINAL && normal(c).contains("stage"));

  /** Mutations of a tumour: burden, count or density. */
  private static final Pattern BURDEN =
      Pattern.compile(
          "tmb.*|((tumou?r|nonsilent|nonsynonymous)?mutation(al)?s?(burden|count|density|load|rate)).*");

  /** Microsatellite instability, but not the genes MSI1 and MSI2. */
  private static final Pattern INSTABILITY =
      Pattern.compile("msi(?!\\d).*|mantis.*|microsatellite.*|d?mmr.*");

  private static final Set<ColumnKind> RANKED =
      EnumSet.of(ColumnKind.BINARY, ColumnKind.CONTINUOUS, ColumnKind.ORDINAL);

  private Covariates() {}

  static List<ClinicalColumn> of(Dictionary dictionary, Choice choice) throws BadTable {
    Set<ClinicalColumn> covariates = new LinkedHashSet<>();
    if (choice.covariates().isEmpty()) {
      USUAL.forEach(
          usual ->
              dictionary.columns().stream().filter(usual).findFirst().ifPresent(covariates::add));
    }
    for (String name : choice.allCovariates()) {
      ClinicalColumn column = dictionary.column(name).orElseThrow();
      if (!RANKED.contains(column.kind())) {
        throw new BadTable(
            BadTable.Code.BadValue,
            "column %s is %s (%s): tests are adjusted for numbers, ordered values and two values only"
                .formatted(name, column.kind(), column.why()));
      }
      covariates.add(column);
    }
    return List.copyOf(covariates);
  }

  /**
   * What tests of genes are adjusted for beside those: mutation burden and microsatellite
   * instability, of each the first column that is known of half of the patients; none where a
   * person chose all covariates.
   *
   * @param genes columns that are none of them
   */
  static List<ClinicalColumn> ofGenes(
      Set<String> genes, Dictionary dictionary, Choice choice, PatientRecords records)
      throws BadTable {
    if (genes.isEmpty() || !choice.covariates().isEmpty()) {
      return List.of();
    }
    List<ClinicalColumn> held = of(dictionary, choice);
    return Stream.of(BURDEN, INSTABILITY)
        .flatMap(
            measure ->
                dictionary.columns().stream()
                    .filter(c -> !genes.contains(c.name()) && RANKED.contains(c.kind()))
                    .filter(c -> measure != BURDEN || c.kind() != ColumnKind.BINARY)
                    .filter(c -> measure.matcher(normal(c)).matches())
                    .filter(c -> mostlyKnown(records.columns().get(c.name())))
                    .limit(1))
        .filter(c -> !held.contains(c))
        .toList();
  }

  /** What few patients were asked about would leave those few alone in the adjusted test. */
  private static boolean mostlyKnown(PatientRecords.Column column) {
    long known = Arrays.stream(column.text()).filter(cell -> !cell.isEmpty()).count();
    return 2 * known >= column.text().length;
  }

  private static String normal(ClinicalColumn column) {
    return ColumnInference.normal(column.name());
  }
}
