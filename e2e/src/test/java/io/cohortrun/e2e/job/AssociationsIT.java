package io.cohortrun.e2e.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.cohortrun.e2e.run.CohortProcess;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code cohort analyse associations} on examples/tcga-gi, which SciPy and NumPy analysed too. */
class AssociationsIT {

  private static final Path EXAMPLE = Path.of("../examples/tcga-gi").toAbsolutePath();
  private static final String HEADER =
      "level,stratum,channel,feature,attribute,test,n,n1,effect,effect_kind,p,q,bonferroni,"
          + "q_relevant,p_crude,p_adjusted,specific,stable,significant";

  @TempDir Path temp;

  @Test
  void everyNumberIsThatOfIndependentPrograms() throws Exception {
    CohortProcess run =
        associations(
            "--type",
            "type",
            "--column",
            "MSIStatus=binary:MSS|MSI-L<MSI-H",
            "-o",
            temp.resolve("out").toString());
    assertThat(run.exit()).as(run.stderr()).isZero();
    Map<String, Map<String, String>> ours = rows(run.stdout());

    int numbers = 0;
    for (Map<String, String> oracle : table(resource("scipy.tsv"), "\t")) {
      Map<String, String> row = ours.get(key(oracle));
      assertThat(row).as("%s", oracle).isNotNull();
      for (String column : List.of("n", "n1", "effect", "p", "p_crude", "p_adjusted")) {
        if (!oracle.get(column).equals("NA")) {
          double expected = Double.parseDouble(oracle.get(column));
          assertThat(Double.parseDouble(row.get(column)))
              .as("%s of %s", column, oracle)
              .isCloseTo(expected, within(1e-9 * Math.abs(expected)));
          numbers++;
        }
      }
    }
    assertThat(numbers).isGreaterThan(300);
    Map<String, String> known = ours.get("pan-cancer all TCellsCD8 MSIStatus");
    assertThat(known).containsEntry("significant", "true").containsEntry("test", "van-elteren");
    assertThat(run.stdout()).contains("\tOS\tcox\t").contains("\tPFI\tcox\t");

    assertThat(run.stderr())
        .contains("NoPatientId: clinical.csv: 8 rows (1138, 1139, 1140,")
        .contains("NoFeatures: clinical.csv: 766 rows")
        .contains("ZeroTime: clinical.csv, column OS_time: 47 rows")
        .contains("type from type, subtype from no column, site from TCGA barcodes")
        .contains("921 patients, 4 types")
        .contains("endpoints: OS from OS_time, OS; PFI from PFI_time, PFI")
        .contains("not tested: ")
        .contains("SMALL_ARM");
    assertThat(Files.readString(temp.resolve("out/associations_significant.csv")))
        .startsWith(HEADER + "\r\n")
        .contains("pan-cancer,all,TCellsCD8,value,MSIStatus,van-elteren,773,141,");
    assertThat(temp.resolve("out/associations.parquet/level=pan-cancer")).isDirectory();
    assertThat(temp.resolve("out/associations.parquet/level=type")).isDirectory();
    CohortProcess compared = compare("out", "out");
    assertThat(compared.exit()).as(compared.stderr()).isZero();
    assertThat(compared.stderr()).contains("whether both computed in the same way is not known");
    long significant = run.stdout().lines().filter(line -> line.endsWith("\ttrue")).count();
    assertThat(compared.stdout())
        .startsWith("quantity\tterm\tvalue\n")
        .contains("shared\t\t" + significant + "\n", "opposite\t\t0\n", "count_ratio\ttype\t1\n");
    assertThat(temp.resolve("out/join_report.csv")).content().contains("NoFeatures,clinical.csv");
    assertThat(temp.resolve("out/dictionary.tsv")).content().contains("cleanStage\tordinal");
  }

  @Test
  void jsonHasTheSameColumnsAndOnlyWhatWasAskedFor() throws Exception {
    CohortProcess run = associations("--attributes", "Hypermutated", "--json");
    assertThat(run.exit()).as(run.stderr()).isZero();
    List<String> names = new ArrayList<>();
    run.json().get(0).fieldNames().forEachRemaining(names::add);
    assertThat(names).containsExactlyInAnyOrder(HEADER.split(",", -1));
    assertThat(run.json()).hasSize(4);
    assertThat(run.json().get(0).get("specific").isNull()).isTrue();
  }

  @Test
  void whatCannotBeAnalysedIsRefusedWithItsCode() throws Exception {
    CohortProcess column = associations("--type", "organ");
    assertThat(column.exit()).isEqualTo(2);
    assertThat(column.stderr()).contains("NoSuchColumn: there is no column organ");
    assertThat(column.stdout()).isEmpty();
    assertThat(associations("--column", "type=colour").stderr())
        .contains("--column takes NAME=KIND");
    assertThat(associations("--covariates", "type").stderr())
        .contains("BadValue: column type is CATEGORICAL");
    assertThat(associations("--attributes", "nothing").stderr())
        .contains("NoSuchColumn: there is no column or endpoint nothing");
    Path others = Files.writeString(temp.resolve("others.csv"), "patient_id,stage\nX1,2\nX2,3\n");
    CohortProcess strangers =
        CohortProcess.run(
            temp,
            Map.of(),
            "analyse",
            "associations",
            EXAMPLE.resolve("features.csv").toString(),
            others.toString());
    assertThat(strangers.exit()).isEqualTo(2);
    assertThat(strangers.stderr()).contains("BadValue: no patient of features.csv");
    assertThat(compare("here", "there").stderr())
        .contains("NotFound: here holds no associations.parquet");
  }

  private CohortProcess compare(String first, String second) throws Exception {
    return CohortProcess.run(temp, Map.of(), "analyse", "compare", first, second);
  }

  private CohortProcess associations(String... more) throws Exception {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "analyse",
                "associations",
                EXAMPLE.resolve("features.csv").toString(),
                EXAMPLE.resolve("clinical.csv").toString()));
    arguments.addAll(List.of(more));
    return CohortProcess.run(temp, Map.of(), arguments.toArray(String[]::new));
  }

  private static Map<String, Map<String, String>> rows(String stdout) {
    assertThat(stdout).startsWith(HEADER.replace(',', '\t') + "\n");
    Map<String, Map<String, String>> rows = new HashMap<>();
    table(stdout, "\t").forEach(row -> rows.put(key(row), row));
    return rows;
  }

  private static String key(Map<String, String> row) {
    return "%s %s %s %s"
        .formatted(row.get("level"), row.get("stratum"), row.get("channel"), row.get("attribute"));
  }

  private static List<Map<String, String>> table(String text, String separator) {
    List<String[]> lines =
        text.lines().filter(l -> !l.startsWith("#")).map(l -> l.split(separator, -1)).toList();
    List<Map<String, String>> rows = new ArrayList<>();
    for (String[] cells : lines.subList(1, lines.size())) {
      Map<String, String> row = new HashMap<>();
      for (int c = 0; c < cells.length; c++) {
        row.put(lines.getFirst()[c], cells[c]);
      }
      rows.add(row);
    }
    return rows;
  }

  private static String resource(String name) throws Exception {
    try (InputStream in = AssociationsIT.class.getResourceAsStream("/associations/" + name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
