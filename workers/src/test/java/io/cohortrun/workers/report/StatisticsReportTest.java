package io.cohortrun.workers.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.cohortrun.workers.canonical.Json;
import io.cohortrun.workers.model.PanelOrder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StatisticsReportTest {

  private Path report;

  @BeforeAll
  void write(@TempDir Path folder) throws Exception {
    report = StatisticsCohort.write(folder, StatisticsCohort.Size.SMALL, false).getParent();
  }

  @Test
  void everyAnalysisHasItsPageAndEveryPageLeadsToAllOthers() throws Exception {
    List<String> files = new ArrayList<>();
    data("index.html").get("pages").forEach(p -> files.add(p.get("file").asText()));
    assertThat(files)
        .contains("summary.html", "cohort.html", "associations.html", "survival.html")
        .contains(
            "triage.html",
            "concordance.html",
            "quality.html",
            "validation.html",
            "reproduction.html")
        .contains("methods.html", "downloads.html", "patients.html", "gallery.html");
    for (String file : files) {
      assertThat(data(file).get("pages")).as(file).hasSize(files.size());
    }
  }

  @Test
  void aFailedCheckIsNamedOnEveryPage() throws Exception {
    for (Path page : pages()) {
      assertThat(data(report.relativize(page).toString()).at("/validation/failed/0").asText())
          .as(page.toString())
          .isEqualTo("Specificity");
    }
  }

  @Test
  void thePlottingLibraryIsThereOnceAndNamesNoMap() throws Exception {
    String library = Files.readString(report.resolve("assets/vega.js"));
    assertThat(library).contains("vegaLite").doesNotContain("sourceMappingURL");
    assertThat(report.resolve("assets/vega-LICENSE.txt")).content().contains("Redistribution");
    for (Path page : pages()) {
      assertThat(Files.size(page)).as(page.toString()).isLessThan(600_000);
    }
  }

  @Test
  void theFlowTellsEveryLossWithItsReason() throws Exception {
    JsonNode flow = block("cohort.html", "Flow");
    assertThat(flow.at("/steps/0/patients").asInt()).isEqualTo(441);
    assertThat(flow.at("/steps/1/losses")).hasSize(2);
    assertThat(flow.at("/steps/1/losses/1/reason").asText()).isEqualTo("NoTissue");
    assertThat(flow.at("/steps/4/name").asText()).isEqualTo("Analysed");
  }

  @Test
  void smallGroupsAreNotToldInAttritionOrInTheSummary() throws Exception {
    JsonNode attrition = table("cohort.html", "attrition");
    assertThat(attrition.at("/rows/1").toString()).contains("\"<10\"").doesNotContain(",3,");
    assertThat(attrition.at("/rows/2/3").asInt()).isEqualTo(14);
    assertThat(Files.readString(report.resolve("summary.html")))
        .doesNotContain("4 patients were lost")
        .contains("12 patients were lost");
  }

  @Test
  void eachSentenceOfTheSummaryLeadsToARowThatExists() throws Exception {
    int led = 0;
    for (JsonNode block : data("summary.html").at("/page/blocks")) {
      String href = block.path("href").asText("");
      if (href.contains("#") && !href.contains("#flow") && !href.contains("#both")) {
        String[] to = href.split("[#]|-(?=\\d+$)", -1);
        assertThat(table(to[0], to[1]).at("/rows/" + to[2]).isMissingNode()).as(href).isFalse();
        led++;
      }
      if (block.path("text").asText().startsWith("Of ") && href.startsWith("concordance")) {
        assertThat(data("concordance.html").at("/page/blocks").toString())
            .contains("\"id\":\"both\"");
        assertThat(href).isEqualTo("concordance.html#both-3");
        led++;
      }
    }
    assertThat(led).isGreaterThan(6);
  }

  @Test
  void theWarningOfAFailedCheckLeadsToTheFirstThatFailed() throws Exception {
    JsonNode warning = block("summary.html", "Warning");
    assertThat(warning.get("text").asText()).startsWith("Checks failed (Specificity): ");
    assertThat(warning.get("href").asText()).isEqualTo("validation.html#checks-1");
    assertThat(table("validation.html", "checks").at("/rows/1/1").asText()).isEqualTo("Failed");
  }

  @Test
  void backgroundChannelsStandBesideEveryCount() throws Exception {
    JsonNode counts = table("associations.html", "counts");
    List<String> of = new ArrayList<>();
    counts.get("rows").forEach(r -> of.add(r.get(0).asText() + " " + r.get(1).asText()));
    assertThat(of)
        .containsExactly(
            "all levels channels",
            "all levels background (TRITC, Cy5)",
            "all levels pairs",
            "pan-cancer channels",
            "pan-cancer background (TRITC, Cy5)",
            "pan-cancer pairs",
            "type channels",
            "type background (TRITC, Cy5)");
    assertThat(counts.at("/rows/2/2").asInt())
        .as("pairs tested")
        .isEqualTo(PopulationFindings.ATTRIBUTES.size());
    int loose = counts.at("/rows/0/4").asInt();
    assertThat(loose).isGreaterThan(counts.at("/rows/0/6").asInt()).isPositive();
    JsonNode drawn = table("associations.html", "significant");
    assertThat(drawn.get("rows").size()).isGreaterThanOrEqualTo(counts.at("/rows/3/4").asInt());
    assertThat(Files.readString(report.resolve("summary.html")))
        .as("of the row that the sentence leads to")
        .contains(
            "%d associations between a channel".formatted(loose),
            "beside them %d of background".formatted(counts.at("/rows/1/4").asInt()));
  }

  @Test
  void whatCountsIsToldByTheRateThatWasAskedFor() throws Exception {
    String said = data("associations.html").at("/page/blocks").toString();
    assertThat(said)
        .contains("q < 0.1 within the family of tests")
        .contains("associations with q < 0.1, all levels", "A dot: q < 0.1.")
        .contains("\"q < 0.1\",\"q < 0.02\",\"q < 0.002\"")
        .doesNotContain("q < 0.05");
    assertThat(table("reproduction.html", "reproduction").toString())
        .contains("here q < 0.1, stratified");
    assertThat(data("methods.html").at("/page/blocks").toString())
        .contains("Benjamini-Hochberg at 0.1 within");
  }

  @Test
  void methodsNameTheColumnsThatTestsWereAdjustedFor() throws Exception {
    assertThat(data("methods.html").at("/page/blocks").toString())
        .contains("adjusted for age, TMB stand beside it")
        .contains("univariable and adjusted for age, TMB, stratified by type")
        .contains("tests of genes are adjusted for MSI as well");
  }

  @Test
  void aSignatureAloneDeniesNothingOfSingleChannels(@TempDir Path folder) throws Exception {
    assertThat(data("summary.html").at("/page/blocks").toString())
        .contains("with age, TMB taken into account");
    StatisticsCohort.Size few = new StatisticsCohort.Size(60, 2, 2, 4, 3);
    Path alone = StatisticsCohort.write(folder, few, true, "survival.csv").getParent();
    assertThat(Files.readString(alone.resolve("summary.html")))
        .contains("All channels together")
        .doesNotContain("tied to survival")
        .doesNotContain("the hazard was");
  }

  @Test
  void methodsSayWhichSubtypesWereAnalysedTogether() throws Exception {
    assertThat(data("methods.html").at("/page/blocks").toString())
        .contains("Subtypes: those of fewer than 30 patients were analysed together")
        .contains("wider code of OncoTree 2025_10_03")
        .contains("Of 5 subtypes 2 went into a wider one, and 1 of fewer patients found none.");
  }

  @Test
  void anAdjustedPIsToldWithTheNumberOfItsPatients() throws Exception {
    JsonNode drawn = table("associations.html", "significant");
    assertThat(drawn.at("/columns/15").asText()).isEqualTo("p_adjusted");
    assertThat(drawn.at("/columns/16").asText()).isEqualTo("n_adjusted");
    assertThat(drawn.at("/rows/0/16").asInt()).isEqualTo(drawn.at("/rows/0/5").asInt() * 9 / 10);
  }

  @Test
  void spatialFeaturesStandBesideWhatIsLeftOfThemGivenDensity() throws Exception {
    JsonNode given = table("associations.html", "given-density");
    assertThat(given.at("/rows/0/3").asText()).as("strongest first").isEqualTo("morans_i");
    assertThat(given.at("/rows/1/10").asText()).isEqualTo("false");
  }

  @Test
  void aPublishedPairIsFoundInEitherOrderAndCountsWhereItBeatsBothParts() throws Exception {
    List<String> here = new ArrayList<>();
    table("reproduction.html", "reproduction")
        .get("rows")
        .forEach(r -> here.add(r.get(0).asText() + ": " + r.get(2).asText()));
    assertThat(here)
        .contains("Combination CD138/CD68: better than both parts for 1 attribute")
        .contains("Combination PD-L1/Caspase3-D: better than both parts for 0 attributes");
  }

  @Test
  void intervalsOfDifferencesAreNotTakenForThoseOfValues() throws Exception {
    assertThat(table("quality.html", "values-box_pearson").get("rows").toString())
        .startsWith("[[\"CD8, gigatime\",0.41,0.33,0.48],[\"CD8, dapi\",0.31,0.22,0.4],[\"CD3,");
    assertThat(table("quality.html", "differences-box_pearson").get("rows").toString())
        .startsWith("[[\"CD8, less dapi\",0.1,-0.02,0.21],[\"CD3,");
  }

  @Test
  void whatModelsHadNotSeenIsSaidAsTheRunRecordedIt() throws Exception {
    String methods = data("methods.html").at("/page/blocks").toString();
    String signature =
        "models that saw neither the patient nor anybody of the same site (4 folds of whole sites)";
    assertThat(data("survival.html").at("/page/blocks").toString()).contains(signature);
    assertThat(methods).contains("risk comes from " + signature);
    String triage = "models that had not seen the patient, but others of the same site";
    assertThat(data("triage.html").at("/page/blocks").toString())
        .contains("score is from " + triage)
        .doesNotContain("saw neither");
    assertThat(methods).contains("scored by " + triage);
  }

  @Test
  void everyDownloadSaysWhoMaySeeIt() throws Exception {
    String links = block("downloads.html", "Links").toString();
    assertThat(links)
        .contains("patients in the order of their score. For the run's own team")
        .contains("all tests that were made. For the run's own team")
        .contains("Table 1, small groups suppressed. For others: no group under")
        .contains("\"name\":\"validation.json\",\"about\":\"For the run's own team");
  }

  @Test
  void triageTellsWhatItWouldCostBesideTheBackgroundAndEndsInTheWorklist() throws Exception {
    JsonNode areas = table("triage.html", "areas");
    assertThat(areas.get("rows")).hasSize(3);
    assertThat(areas.at("/rows/1/1").asText()).isEqualTo("background");
    String said = data("triage.html").at("/page/blocks").toString();
    assertThat(said)
        .contains("finds 95.0 % of the positive ones and spares 14.3 % of the others the test")
        .contains("Too few patients of known value for a score")
        .contains("diagnoses nobody");
    assertThat(table("triage.html", "worklist").get("rows")).hasSize(400);
    assertThat(data("summary.html").at("/page/blocks").toString())
        .contains(
            "To find 95.0 % of the patients with MSI = MSI-H by the maps alone, 85.7 % of those")
        .doesNotContain("POLE");
  }

  @Test
  void publishedFiguresAreWholeAndEachPartOfThemIsLookedUp() throws Exception {
    assertThat(table("reproduction.html", "reproduction").toString())
        .contains("51 hospitals, more than 1,000 clinics")
        .contains("\"raised, CD138 and others\",\"MSI: CD138 up; TMB-high: none significant\"")
        .contains("better than either, lung and brain")
        .contains("8 times less memory, better quality than the CNN");
  }

  @Test
  void aPriceOfAWorkerHourTellsTheCostOfTheRunAndOfASlide() throws Exception {
    Map<String, String> facts = new HashMap<>();
    block("methods.html", "Facts")
        .get("pairs")
        .forEach(r -> facts.put(r.get(0).asText(), r.get(1).asText()));
    int slides = Integer.parseInt(facts.get("Slides worked on"));
    assertThat(facts.get("Cost per slide"))
        .as("12.5 s at a thousandth of the currency each")
        .isEqualTo("0.0125");
    assertThat(facts.get("Cost of the run"))
        .isEqualTo(String.format(Locale.ROOT, "%.2f", slides * 0.0125));
  }

  @Test
  void aPatientStandsAmongAllAndAmongTheSameType() throws Exception {
    JsonNode first = data("patients/0000.html").at("/patients/0");
    assertThat(first.get("patient").asText()).isEqualTo("P00000");
    assertThat(first.get("densities")).hasSize(PanelOrder.IDS.size());
    assertThat(first.at("/densities/0/1").asInt()).isBetween(0, 100);
    double density = first.at("/densities/0/0").asDouble();
    assertThat(first.at("/densities/0/3").asDouble())
        .as("Moran's I")
        .isCloseTo(0.5 + density / 2, within(1e-4));
    assertThat(first.at("/densities/0/4").asDouble())
        .as("contrast")
        .isCloseTo(density * density / 5, within(1e-4));
    assertThat(first.at("/slides/0/1").asText()).isEqualTo("SP00000");
    assertThat(data("patients.html").get("patients")).hasSize(400);
    assertThat(report.resolve("patients/0003.html")).exists();
    assertThat(report.resolve("patients/0004.html")).doesNotExist();
  }

  @Test
  void noFolderOfAMachineStandsInAnyPage() throws Exception {
    for (Path page : pages()) {
      assertThat(Files.readString(page)).as(page.toString()).doesNotContain("/data/");
    }
  }

  private List<Path> pages() throws IOException {
    try (Stream<Path> walk = Files.walk(report)) {
      return walk.filter(p -> p.toString().endsWith(".html")).toList();
    }
  }

  private JsonNode data(String name) throws IOException {
    String html = Files.readString(report.resolve(name));
    String before = "<script type=\"application/json\" id=\"data\">";
    int from = html.indexOf(before) + before.length();
    return Json.MAPPER.readTree(html.substring(from, html.indexOf("</script>", from)));
  }

  private JsonNode block(String file, String kind) throws IOException {
    for (JsonNode block : data(file).at("/page/blocks")) {
      if (block.get("kind").asText().equals(kind)) {
        return block;
      }
    }
    throw new AssertionError(file + " has no " + kind);
  }

  private JsonNode table(String file, String id) throws IOException {
    for (JsonNode block : data(file).at("/page/blocks")) {
      JsonNode table = block.has("numbers") ? block.get("numbers") : block;
      if (table.path("id").asText().equals(id)) {
        return table;
      }
    }
    throw new AssertionError(file + " has no table " + id);
  }
}
