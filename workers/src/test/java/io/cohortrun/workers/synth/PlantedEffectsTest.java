package io.cohortrun.workers.synth;

import static org.assertj.core.api.Assertions.assertThat;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import io.cohortrun.workers.analyse.AssociationAnalysis;
import io.cohortrun.workers.analyse.AssociationComparison;
import io.cohortrun.workers.analyse.AssociationFiles;
import io.cohortrun.workers.analyse.HeldStrata;
import io.cohortrun.workers.analyse.JoinFiles;
import io.cohortrun.workers.analyse.Quantity;
import io.cohortrun.workers.clinical.Choice;
import io.cohortrun.workers.clinical.ClinicalJoin;
import io.cohortrun.workers.clinical.FeatureTable;
import io.cohortrun.workers.clinical.JoinReport;
import io.cohortrun.workers.clinical.NamedTable;
import io.cohortrun.workers.clinical.StudyFolder;
import io.cohortrun.workflows.stats.screen.Association;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The statistics of a run against the answer key, on densities as drawn: no slide is painted. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PlantedEffectsTest {

  private static final long SEED = 1;
  private static final int PATIENTS = 400;

  private final Map<Population, Path> analysed = new EnumMap<>(Population.class);

  /** What goes together over all types, and which way. */
  private record Pair(String attribute, String channel, int sign) {}

  @BeforeAll
  void analyse(@TempDir Path temp) throws Exception {
    for (Population population : Population.values()) {
      analysed.put(
          population, analysed(temp, population, new PatientDraw(SEED, population).draw(PATIENTS)));
    }
  }

  @Test
  void whatWasPlantedIsFoundAndLittleElse() throws Exception {
    for (Path folder : analysed.values()) {
      Map<String, Double> score = score(folder);
      assertThat(score.get("power gene")).isGreaterThan(.6);
      assertThat(score.get("power burden")).isGreaterThan(.3);
      assertThat(score.get("power tissue")).isGreaterThan(.6);
      assertThat(score.get("power stage")).isEqualTo(1);
      assertThat(score.get("power survival")).isEqualTo(1);
      assertThat(score.get("false_discovery_share ")).isLessThan(.05);
      assertThat(score.get("rate_within_type_and_site none")).isBetween(.03, .07);
      assertThat(score.get("specific gene")).isGreaterThan(score.get("specific tissue"));
      assertThat(score.get("rate_adjusted confounded"))
          .isLessThan(score.get("rate_crude confounded"));
    }
  }

  @Test
  void bothPopulationsShareWhatWasPlantedInBothAndNothingOfWhatOneHas() throws Exception {
    Path a = analysed.get(Population.A);
    Path b = analysed.get(Population.B);
    Map<String, Double> compared = byName(AssociationComparison.of(a, b).quantities());
    assertThat(compared.get("shared pan-cancer")).isGreaterThan(10);
    assertThat(compared.get("sign_agreement ")).isGreaterThan(.95);
    assertThat(compared.get("p_channels_relabelled ")).isLessThan(.01);
    assertThat(compared.get("p_within_attributes ")).isLessThan(.01);

    Set<Pair> inA = planted(Population.A);
    Set<Pair> inB = planted(Population.B);
    Set<Pair> both = new HashSet<>(inA);
    both.retainAll(inB);
    Set<Pair> one = new HashSet<>(inA);
    one.addAll(inB);
    one.removeIf(pair -> known(Population.A, pair) && known(Population.B, pair));
    assertThat(one).extracting(Pair::attribute).containsExactlyInAnyOrder("BRAF", "APC", "ERBB2");
    Set<Pair> foundInA = found(a);
    Set<Pair> foundInB = found(b);
    assertThat(both)
        .filteredOn(pair -> foundInA.contains(pair) && foundInB.contains(pair))
        .as("shared, of %s", both)
        .hasSizeGreaterThan(both.size() / 2);
    assertThat(one)
        .as("of one population alone")
        .noneMatch(pair -> foundInA.contains(pair) && foundInB.contains(pair))
        .anyMatch(foundInA::contains)
        .anyMatch(foundInB::contains);
  }

  @Test
  void recordsGivenToOthersOfTheSameTypeAndSiteLeaveNothingToFind(@TempDir Path temp)
      throws Exception {
    List<Patient> drawn = new PatientDraw(SEED, Population.A).draw(PATIENTS);
    Map<String, Double> score =
        score(
            analysed(temp, Population.A, PatientDraw.permuted(drawn, Draws.of(SEED, "permuted"))));
    assertThat(score.get("rate_within_type_and_site none")).isLessThan(.07);
    assertThat(score.get("significant ")).isLessThan(5);
  }

  /** Arrangements are not of densities. */
  private static Set<Pair> planted(Population population) {
    return AnswerKey.of(population).rows().stream()
        .filter(row -> row.sign() != 0 && row.feature().equals(Study.DENSITY))
        .map(row -> new Pair(row.attribute(), row.channel().id(), row.sign()))
        .collect(Collectors.toSet());
  }

  /** Whether both go together there, planted or as a consequence. */
  private static boolean known(Population population, Pair pair) {
    return AnswerKey.of(population).rows().stream()
        .anyMatch(
            row ->
                row.attribute().equals(pair.attribute())
                    && row.channel().id().equals(pair.channel()));
  }

  private static Set<Pair> found(Path folder) throws IOException {
    try (CsvReader<NamedCsvRecord> rows =
        CsvReader.builder().ofNamedCsvRecord(folder.resolve("associations_significant.csv"))) {
      return rows.stream()
          .filter(row -> row.getField("level").equals("pan-cancer"))
          .filter(row -> row.getField("feature").equals(Study.DENSITY))
          .map(
              row -> {
                double none = row.getField("effect_kind").equals("hr") ? 1 : 0;
                return new Pair(
                    row.getField("attribute"),
                    row.getField("channel"),
                    Double.parseDouble(row.getField("effect")) > none ? 1 : -1);
              })
          .collect(Collectors.toSet());
    }
  }

  /** Tables of a population and its {@code truth.csv}. */
  private static Path analysed(Path temp, Population population, List<Patient> patients)
      throws Exception {
    Path folder = Files.createTempDirectory(temp, population.name());
    Study.write(folder.resolve("study"), population, patients);
    List<String> rows = new ArrayList<>();
    rows.add("patient_id,channel,valid_pixels,positive_pixels");
    for (Patient patient : patients) {
      if (patient.images().slides() > 0 && !patient.images().lost()) {
        for (Channel channel : Channel.values()) {
          long positive = Math.round(1e6 * patient.images().density()[channel.index()]);
          rows.add("%s,%s,1000000,%d".formatted(patient.id(), channel.id(), positive));
        }
      }
    }
    Path features = Files.write(folder.resolve("features.csv"), rows);
    JoinReport report = new JoinReport();
    ClinicalJoin join =
        ClinicalJoin.of(
            FeatureTable.of(NamedTable.read(features), report),
            StudyFolder.read(folder.resolve("study"), 0, 10, report),
            new Choice(
                null,
                null,
                null,
                null,
                List.of(),
                List.of(),
                List.of(Study.BURDEN, Study.UNSTABLE),
                List.of(),
                List.of()),
            report);
    AssociationFiles.write(
        folder,
        AssociationAnalysis.of(
            join.population(), HeldStrata.of(join.population()), Association.LEVEL));
    JoinFiles.write(folder, join.dictionary(), report);
    List<String> key = new ArrayList<>(List.of(String.join(",", AnswerKey.NAMES)));
    AnswerKey.of(population).rows().forEach(row -> key.add(String.join(",", row.cells())));
    Files.write(folder.resolve("truth.csv"), key);
    return folder;
  }

  private static Map<String, Double> score(Path folder) throws Exception {
    return byName(PlantedScore.of(folder, folder.resolve("truth.csv")));
  }

  /** Quantity and term to value. */
  private static Map<String, Double> byName(List<Quantity> quantities) {
    Map<String, Double> values = new HashMap<>();
    quantities.forEach(one -> values.put(one.quantity() + " " + one.term(), one.value()));
    return values;
  }
}
