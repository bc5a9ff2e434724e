package io.cohortrun.e2e.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.cohortrun.e2e.run.CohortProcess;
import io.cohortrun.e2e.server.TestPython;
import io.cohortrun.workers.table.ParquetTable;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A cut of the planted cohort through the whole path, and by a program that shares no code. */
class PlantedCohortIT {

  private static final String SLIDE = "A-0001-1";

  @TempDir Path temp;

  @Test
  void slidesTablesAssociationsAndSurvivalAreWhatIndependentProgramsSeeInThem() throws Exception {
    CohortProcess made = cohort("synth", "-o", "planted", "--patients", "50");
    assertThat(made.exit()).as(made.stderr()).isZero();
    CohortProcess run = cohort("run", "-f", "planted/A/cohortrun.yaml", "--json");
    assertThat(run.exit()).as(run.stderr()).isZero();
    assertThat(run.json().at("/ledger/Truncated").asInt()).isPositive();
    Path output = Path.of(run.json().get("output").asText());

    List<Double> ours = new ArrayList<>();
    List<String> csv =
        new ArrayList<>(List.of("slide_id,patient_id,channel,valid_pixels,positive_pixels"));
    ParquetTable.read(
        output.resolve("features.parquet"),
        row -> {
          double positive = row.getLong("positive_pixels");
          if (row.getString("slide_id").equals(SLIDE)) {
            ours.add(positive / row.getLong("valid_pixels"));
          }
          csv.add(
              "%s,%s,%s,%d,%d"
                  .formatted(
                      row.getString("slide_id"),
                      row.getString("patient_id"),
                      row.getString("channel"),
                      row.getLong("valid_pixels"),
                      row.getLong("positive_pixels")));
        });
    Map<String, Double> crude = new TreeMap<>();
    ParquetTable.read(
        output.resolve("analysis/associations.parquet/level=pan-cancer/associations.parquet"),
        row -> {
          if (row.getString("attribute").equals("STAGE")
              && row.getString("feature").equals("density")) {
            crude.put(row.getString("channel"), row.getDouble("p_crude"));
          }
        });

    List<Double> seen = new ArrayList<>();
    int tests = 0;
    List<String> oracle =
        python(
            "planted.py",
            temp.resolve("planted/A").toString(),
            temp.resolve("planted/A/slides/" + SLIDE + ".tiff").toString(),
            Files.write(temp.resolve("features.csv"), csv).toString());
    for (String line : oracle) {
      String[] cells = line.split("\t", -1);
      double value = Double.parseDouble(cells[cells.length - 1]);
      if (cells[0].equals("density")) {
        seen.add(value);
      } else {
        assertThat(crude.get(cells[1])).as(line).isCloseTo(value, within(1e-9));
        tests++;
      }
    }
    assertThat(tests).isEqualTo(23);
    assertThat(ours).hasSize(23);
    for (int c = 0; c < ours.size(); c++) {
      assertThat(ours.get(c)).as("channel %d", c).isCloseTo(seen.get(c), within(1e-9));
    }

    Map<String, Integer> compared = new TreeMap<>();
    for (String line : survival(output.resolve("analysis"))) {
      String[] cells = line.split("\t", -1);
      assertThat(Double.parseDouble(cells[2])).as(line).isLessThan(1e-6);
      compared.put(cells[0], Integer.parseInt(cells[1]));
    }
    assertThat(compared.get("survival hr")).isGreaterThanOrEqualTo(2 * 23);
    assertThat(compared.get("kaplan_meier survival")).isGreaterThan(500);
    assertThat(compared.get("logrank p")).isGreaterThan(23);
    assertThat(compared.get("signature coefficient")).isEqualTo(21);
    assertThat(compared.get("signature concordance")).isEqualTo(3);
    assertThat(compared.get("cross-fitted concordance"))
        .as("signature and three others")
        .isEqualTo(12);
    assertThat(compared.get("signature lambda")).isGreaterThanOrEqualTo(4 * 5 * 2);
    assertThat(compared.get("signature gain")).isEqualTo(3);

    CohortProcess abroad = cohort("analyse", "signature", output.toString(), output.toString());
    assertThat(abroad.exit()).as(abroad.stderr()).isZero();
    assertThat(abroad.stdout())
        .contains("\nconcordance\t\t0.", "\nlogrank_p\t\t", "\nn\tother types\t0\n");
    CohortProcess nowhere = cohort("analyse", "signature", output.toString(), "planted");
    assertThat(nowhere.exit()).isEqualTo(2);
    assertThat(nowhere.stderr()).contains("NoRun: planted holds no complete run");

    CohortProcess scored = cohort("analyse", "planted", output.toString(), "planted/A/truth.csv");
    assertThat(scored.exit()).as(scored.stderr()).isZero();
    assertThat(scored.stdout()).contains("tested\tarrangement\t", "rate_crude\tnone\t");

    for (String other : List.of("permuted", "confounded")) {
      CohortProcess judged = cohort("run", "-f", "planted/A/" + other + ".yaml", "--json");
      assertThat(judged.exit()).as(judged.stderr()).isZero();
      assertThat(judged.json().get("tiles").asInt()).as("inferred once for all three").isZero();
      Path gates = Path.of(judged.json().get("output").asText()).resolve("validation.json");
      assertThat(Files.readString(gates)).contains("\"PermutedOutcomes\"", "\"Drift\"");
    }
  }

  @Test
  void aFolderWithSomethingInItIsNotWrittenInto() throws Exception {
    Files.createDirectories(temp.resolve("full/of"));
    CohortProcess made = cohort("synth", "-o", "full");
    assertThat(made.exit()).isEqualTo(2);
    assertThat(made.stderr()).contains("full is not empty; name a folder that is not there yet");
  }

  /** Table and quantity, how many numbers, largest relative difference. */
  private static List<String> survival(Path analysis) throws Exception {
    return python(
        "survival.py",
        analysis.toString(),
        "AGE",
        "SEX",
        "STAGE",
        "TMB_NONSYNONYMOUS",
        "MSI_STATUS");
  }

  private static List<String> python(String oracle, String... args) throws Exception {
    List<String> command =
        new ArrayList<>(
            List.of(
                TestPython.program("python").toString(),
                Path.of("src/test/oracles").resolve(oracle).toAbsolutePath().toString()));
    command.addAll(List.of(args));
    Process python =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    String said = new String(python.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(python.waitFor()).as(said).isZero();
    return said.lines().toList();
  }

  private CohortProcess cohort(String... args) throws Exception {
    return CohortProcess.run(temp, Map.of(), args);
  }
}
