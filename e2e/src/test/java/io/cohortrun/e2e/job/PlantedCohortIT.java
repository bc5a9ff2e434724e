package io.cohortrun.e2e.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.cohortrun.e2e.run.CohortProcess;
import io.cohortrun.e2e.run.Oracle;
import io.cohortrun.workers.table.ParquetTable;
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
    askForMore();
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
        Oracle.lines(
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

    Map<String, Integer> compared =
        Oracle.counts(
            Oracle.lines(
                "survival.py",
                output.resolve("analysis").toString(),
                "AGE",
                "SEX",
                "STAGE",
                "TMB_NONSYNONYMOUS",
                "MSI_STATUS"));
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
    assertThat(compared.get("signature gain p")).isEqualTo(3);
    assertThat(compared.get("signature null")).isEqualTo(4);
    assertThat(Oracle.compared("signature_null.py", output.resolve("analysis")))
        .containsEntry("null concordance", 8)
        .containsKeys("null exceeding", "null permutations");
    everyOtherTableIsWhatItIsSaidToBe(output);

    CohortProcess abroad =
        cohort("analyse", "signature", output.toString(), computedOtherwise(output).toString());
    assertThat(abroad.exit()).as(abroad.stderr()).isZero();
    assertThat(abroad.stdout())
        .contains("\nconcordance\t\t0.", "\nlogrank_p\t\t", "\nn\tother types\t0\n")
        .contains("\nchoices_differ\t\t1\n");
    assertThat(abroad.stderr())
        .contains("entropy is pooled-histogram in RUN_A and mean-of-tiles in RUN_B");
    CohortProcess nowhere = cohort("analyse", "signature", output.toString(), "planted");
    assertThat(nowhere.exit()).isEqualTo(2);
    assertThat(nowhere.stderr()).contains("NoRun: planted holds no complete run");

    CohortProcess scored = cohort("analyse", "planted", output.toString(), "planted/A/truth.csv");
    assertThat(scored.exit()).as(scored.stderr()).isZero();
    assertThat(scored.stdout()).contains("tested\tarrangement\t", "rate_crude\tnone\t");

    Path part = partComparedWith(output);
    Map<String, Integer> concordance = Oracle.compared("concordance.py", part, output);
    assertThat(concordance.get("activation per channel")).isEqualTo(21);
    assertThat(concordance).containsKeys("overlap fisher", "overlap relabelled", "count ratio");
    assertThat(Oracle.compared("sentences.py", part).get("reproduction numbers"))
        .as("of the second population, too")
        .isGreaterThan(13);
    assertThat(Oracle.compared("figures.py", part))
        .containsKeys("concordance facts words", "concordance points");
    CohortProcess beside = cohort("analyse", "compare", output.toString(), part.toString());
    assertThat(beside.exit()).as(beside.stderr()).isZero();
    assertThat(beside.stdout()).as("one program").contains("choices_differ\t\t0\n");
    Path printed = Files.writeString(temp.resolve("compared.tsv"), beside.stdout());
    assertThat(Oracle.compared("equal_size.py", output, part, printed))
        .as("a hundred parts of all patients, each tested anew")
        .containsKeys("equal size median", "equal size lower", "equal size upper");
    Oracle.compared("equal_size.py", part, output);
    for (Path judged : List.of(judged("permuted"), judged("confounded"))) {
      assertThat(Files.readString(judged.resolve("validation.json")))
          .contains("\"PermutedOutcomes\"", "\"Drift\"");
    }
  }

  /** From the counts of a slide to the tables that the report is drawn from. */
  private void everyOtherTableIsWhatItIsSaidToBe(Path output) throws Exception {
    Path store = output.resolve("../../..").normalize();
    Map<String, Integer> slides = Oracle.compared("slides.py", output, store);
    assertThat(slides.get("slide entropy")).isEqualTo(50 * 23);
    assertThat(slides.get("slide morans_i")).isEqualTo(50 * 23);
    assertThat(slides.get("slide contrast")).isEqualTo(50 * 23);
    assertThat(slides.get("patient sharpness")).isEqualTo(50 * 23);
    assertThat(slides.get("patient morans_i")).isEqualTo(50 * 23);
    assertThat(slides).containsKeys("flow lost_patients", "attrition p", "table1 value");

    Map<String, Integer> screen = Oracle.compared("screen.py", output);
    assertThat(screen.get("channels p_adjusted")).isGreaterThan(115 * 5);
    assertThat(screen.get("channels q")).isEqualTo(screen.get("channels n_adjusted"));
    assertThat(screen.get("pairs effect")).isGreaterThan(253 * 5);
    assertThat(screen).containsKeys("channels stable", "given density p", "combination gain");

    Map<String, Integer> triage = Oracle.compared("triage.py", output);
    assertThat(triage.get("worklist score")).isGreaterThan(30);
    assertThat(triage.get("triage ppv")).isGreaterThan(2 * 10);

    assertThat(Oracle.compared("checks.py", output, store))
        .containsKeys("check LedgerComplete", "check Drift", "check EffectiveRank")
        .containsKeys("check GoldenPairs", "check PermutedOutcomes");
    Map<String, Integer> permuted = Oracle.compared("permuted.py", output);
    assertThat(permuted.get("permuted p") + permuted.get("permuted p of small arms"))
        .isEqualTo(2000);
    assertThat(Oracle.compared("pages.py", output))
        .containsKeys("page counts", "page heat map", "page site share", "page signature")
        .containsKeys("page survival hazards", "page survival logrank");
    Map<String, Integer> people = Oracle.compared("people.py", output, store);
    assertThat(people.get("patient record")).isEqualTo(50);
    assertThat(people.get("patient place among type"))
        .isEqualTo(people.get("patient density"))
        .isGreaterThan(40 * 23);
    assertThat(people.get("slide density")).isEqualTo(50 * 23);
    Map<String, Integer> sentences = Oracle.compared("sentences.py", output);
    assertThat(sentences.get("summary words")).isGreaterThan(8);
    assertThat(sentences.get("reproduction words")).isEqualTo(15);
    assertThat(Oracle.compared("figures.py", output))
        .containsKeys("associations volcano", "cohort attrition", "flow left", "methods work words")
        .containsKeys("survival curves", "survival forest-adjusted", "survival log-rank words")
        .containsKeys("triage sentence words", "validation checks");
  }

  @Test
  void aFolderWithSomethingInItIsNotWrittenInto() throws Exception {
    Files.createDirectories(temp.resolve("full/of"));
    CohortProcess made = cohort("synth", "-o", "full");
    assertThat(made.exit()).isEqualTo(2);
    assertThat(made.stderr()).contains("full is not empty; name a folder that is not there yet");
  }

  /**
   * Asks for triage too, and for so high a rate of false discoveries in so few genes that fifty
   * patients have associations, of pairs too.
   */
  private void askForMore() throws Exception {
    Path spec = temp.resolve("planted/A/cohortrun.yaml");
    String asked = Files.readString(spec);
    Files.writeString(
        spec,
        asked
            .replace(
                "    study:",
                "    columns: [{name: EGFR, kind: Ignore}, {name: KMT2D, kind: Ignore}]\n    study:")
            .replace("associations: {", "associations: {falseDiscoveryRate: 0.5, ")
            .replace(
                "    signature: {endpoint: OS}\n",
                "    signature: {endpoint: OS}\n    triage: [{attribute: SEX, prevalence: 0.4}]\n"));
  }

  /** What another release would have left of the same run. */
  private Path computedOtherwise(Path run) throws Exception {
    Path other = temp.resolve("otherwise");
    Files.createDirectories(other.resolve("analysis"));
    for (String file : List.of("input.json", "analysis/patients.csv")) {
      Files.copy(run.resolve(file), other.resolve(file));
    }
    String record = Files.readString(run.resolve("run.json"));
    Files.writeString(
        other.resolve("run.json"), record.replace("pooled-histogram", "mean-of-tiles"));
    return other;
  }

  /** Four of five patients, compared with all of them. */
  private Path partComparedWith(Path whole) throws Exception {
    Path folder = temp.resolve("planted/A");
    List<String> part = new ArrayList<>();
    for (String line : Files.readAllLines(folder.resolve("cohortrun.csv"))) {
      String patient = line.split(",", -1)[1];
      if (part.isEmpty() || Integer.parseInt(patient.replaceAll("\\D", "")) % 5 != 0) {
        part.add(line);
      }
    }
    Files.write(folder.resolve("part.csv"), part);
    Files.writeString(
        folder.resolve("part.yaml"),
        Files.readString(folder.resolve("cohortrun.yaml"))
            .replaceAll("(?m)^    (survival|signature|triage): .*\n", "")
            .replace("cohortrun.csv", "part.csv")
            .replace("planted-a-cohortrun", "planted-a-part")
            .replace(
                "  validation:",
                "    concordance: {run: %s, minPatients: 3}\n  validation:".formatted(whole)));
    return judged("part");
  }

  /** The folder of a run on slides whose results are there. */
  private Path judged(String name) throws Exception {
    CohortProcess run = cohort("run", "-f", "planted/A/%s.yaml".formatted(name), "--json");
    assertThat(run.exit()).as(run.stderr()).isZero();
    assertThat(run.json().get("tiles").asInt()).as("inferred once for all three").isZero();
    return Path.of(run.json().get("output").asText());
  }

  private CohortProcess cohort(String... args) throws Exception {
    return CohortProcess.runLong(temp, args);
  }
}
