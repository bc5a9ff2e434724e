package io.cohortrun.e2e.job;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.luben.zstd.ZstdInputStream;
import io.cohortrun.e2e.run.CohortFolder;
import io.cohortrun.e2e.run.CohortProcess;
import io.cohortrun.workers.model.PanelOrder;
import io.cohortrun.workers.model.imported.Architecture;
import io.cohortrun.workers.model.imported.MadeCheckpoints;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Checkpoints with the published names, from their import to the features of a slide. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ImportedModelIT {

  private static final String USE = "Research only, no clinical use";
  private static final String LICENCE = "Weights: Apache-2.0 as published with GigaTIME";
  private static final ObjectMapper JSON = new ObjectMapper();

  /** A feature row, in the order of the table. */
  private record Feature(String channel, String role, long positives, String key, boolean demo) {}

  private Path temp;
  private CohortProcess imported;
  private CohortProcess ended;

  @BeforeAll
  void importTheModelAndRunIt(@TempDir Path folder) throws Exception {
    temp = folder;
    make("gigatime", temp.resolve("model.pth"), temp.resolve("golden.npz"));
    imported = gigatime("bundle", "--golden", "golden.npz");
    CohortFolder.ofSmallSlides(temp, 1);
    ended = cohort("published", "bundle").run(Map.of());
  }

  @Test
  void theCommandsTellWhatWasImported() throws Exception {
    assertThat(imported.exit()).as(imported.stderr()).isZero();
    assertThat(imported.stdout())
        .startsWith("gigatime ")
        .contains("23 channels at 0.25 um/px")
        .contains(USE)
        .contains("golden pair reproduced");
    assertThat(imported.stderr()).isEmpty();

    CohortProcess shown = CohortProcess.run(temp, Map.of(), "model", "show", "bundle");
    assertThat(shown.exit()).as(shown.stderr()).isZero();
    assertThat(shown.stdout()).contains(USE).contains(LICENCE);
    assertThat(shown.stdout().lines().dropWhile(l -> !l.equals("channels:")).skip(1))
        .map(line -> line.substring(6, 18).strip())
        .isEqualTo(PanelOrder.IDS);

    CohortProcess verified = CohortProcess.run(temp, Map.of(), "model", "verify", "bundle");
    assertThat(verified.exit()).as(verified.stderr()).isZero();
    assertThat(verified.stdout()).contains("verified: digests, tensors and golden pair on cpu");
  }

  @Test
  void featuresAndReportNameTheAnalysedAndTheBackgroundChannelsInTheModelsOrder() throws Exception {
    assertThat(ended.exit()).as(ended.stderr()).isZero();
    assertThat(ended.json().get("tiles").asInt()).isEqualTo(4);
    List<Feature> features = features(ended);
    assertThat(features).extracting(Feature::channel).isEqualTo(PanelOrder.IDS);
    assertThat(features)
        .filteredOn(f -> f.role().equals("background"))
        .extracting(Feature::channel)
        .containsExactly("TRITC", "Cy5");
    assertThat(features)
        .filteredOn(f -> Set.of("marker", "nuclear").contains(f.role()))
        .hasSize(21);
    assertThat(features).noneMatch(Feature::demo);

    JsonNode result;
    Path slide = slideFolder(features.getFirst().key());
    try (InputStream in =
        new ZstdInputStream(Files.newInputStream(slide.resolve("result.json.zst")))) {
      result = JSON.readTree(in);
    }
    assertThat(result.get("channels")).map(c -> c.get("id").asText()).isEqualTo(PanelOrder.IDS);
    assertThat(result.get("positives")).map(JsonNode::asLong).isEqualTo(positives(features));
    assertThat(new ArrayList<>(Set.copyOf(positives(features)))).hasSizeGreaterThan(10);

    JsonNode page = data(report(ended).resolve("slides/0000.html"));
    assertThat(page.get("channels")).map(c -> c.get("id").asText()).isEqualTo(PanelOrder.IDS);
    assertThat(page.get("channels"))
        .filteredOn(c -> c.get("role").asText().equals("background"))
        .map(c -> c.get("id").asText())
        .containsExactly("TRITC", "Cy5");
    assertThat(data(report(ended).resolve("index.html")).get("channels"))
        .map(JsonNode::asText)
        .isEqualTo(PanelOrder.IDS);
  }

  @Test
  void licenceAndIntendedUseTravelInTheBundleTheRecordAndEveryPage() throws Exception {
    Set<String> pagesSeen = new TreeSet<>();
    List<JsonNode> places = new ArrayList<>();
    places.add(JSON.readTree(temp.resolve("bundle/bundle.json").toFile()));
    places.add(JSON.readTree(run(ended).resolve("run.json").toFile()).get("bundle"));
    try (Stream<Path> pages = Files.walk(report(ended))) {
      for (Path page : pages.filter(p -> p.toString().endsWith(".html")).toList()) {
        places.add(data(page).get("bundle"));
        pagesSeen.add(report(ended).relativize(page).toString());
        assertThat(Files.readString(page)).contains("Research use only. Not for clinical use.");
      }
    }
    assertThat(pagesSeen).contains("index.html", "methods.html", "slides/0000.html");
    assertThat(places.subList(0, 2))
        .as("bundle.json and run.json")
        .allMatch(p -> p.get("architecture").asText().equals("gigatime"))
        .allMatch(p -> p.get("mpp").asDouble() == 0.25);
    assertThat(places).allMatch(p -> p.get("intendedUse").asText().equals(USE));
    assertThat(places).allMatch(p -> p.get("licence").asText().startsWith(LICENCE));
  }

  @Test
  void flashComesFromAFolderOfTheHubAndGivesItsOwnFeatures() throws Exception {
    Path revision = Files.createDirectories(temp.resolve("models--a--flash/snapshots/abc"));
    make("gigatime-flash", revision.resolve("model.pth"), temp.resolve("flash.npz"));
    String[] command =
        "model import --arch gigatime-flash --hub-dir models--a--flash -o flash --golden flash.npz"
            .split(" ");
    CohortProcess flash = CohortProcess.run(temp, Map.of(), command);
    assertThat(flash.exit()).as(flash.stderr()).isZero();
    assertThat(flash.stdout()).startsWith("gigatime-flash ").contains("golden pair reproduced");

    CohortProcess ran = cohort("ran-flash", "flash").run(Map.of());
    assertThat(ran.exit()).as(ran.stderr()).isZero();
    assertThat(ran.json().get("tiles").asInt()).isEqualTo(4);
    assertThat(features(ran)).extracting(Feature::channel).isEqualTo(PanelOrder.IDS);
    assertThat(Set.copyOf(positives(features(ran)))).hasSizeGreaterThan(10);
    assertThat(positives(features(ran))).isNotEqualTo(positives(features(ended)));
    assertThat(JSON.readTree(run(ran).resolve("run.json").toFile()).at("/bundle/architecture"))
        .hasToString("\"gigatime-flash\"");
  }

  @Test
  void thePaperLiteralProfileGivesResultsOfItsOwn() throws Exception {
    CohortProcess half = gigatime("half", "--mpp", "0.5");
    assertThat(half.exit()).as(half.stderr()).isZero();
    assertThat(half.stdout()).startsWith("gigatime-mpp-0.5 ").contains("at 0.5 um/px");
    assertThat(half.stderr()).contains("no --golden given").hasLineCount(1);

    CohortProcess literal = cohort("literal", "half").run(Map.of());
    assertThat(literal.exit()).as(literal.stderr()).isZero();
    assertThat(literal.json().get("tiles").asInt()).isEqualTo(1);
    assertThat(keys(literal)).hasSize(1).doesNotContainAnyElementsOf(keys(ended));
    assertThat(data(report(literal).resolve("index.html")).get("bundle").get("id").asText())
        .isEqualTo("gigatime-mpp-0.5");

    CohortProcess again = cohort("published", "bundle").run(Map.of());
    assertThat(again.json().get("tiles").asInt()).isZero();
    assertThat(keys(again)).isEqualTo(keys(ended));
  }

  @Test
  void aRunThatInsistsOnTheLiteralResolutionStartsOnlyWithABundleMadeForIt() throws Exception {
    CohortProcess refused =
        CohortFolder.write(
                temp,
                "insists",
                List.of("s,p,slides/s00000.tif,0.5"),
                "  slides: {allowUpsample: true, resolution: paper-literal}\n")
            .withBundle("bundle")
            .run(Map.of());
    assertThat(refused.exit()).as(refused.stderr()).isEqualTo(2);
    assertThat(refused.stderr())
        .contains("bundle gigatime was made for 0.25 um/px")
        .contains("--mpp 0.5");
  }

  /** A name of {@code bundle.json}, a weight, a golden logit: each still looks whole. */
  @ParameterizedTest
  @CsvSource({"bundle.json,CD8", "model.pt,", "golden.npz,"})
  void aRunWithOneByteOfItsBundleFlippedStartsNothing(String file, String place) throws Exception {
    String name = "damaged-" + file.replace('.', '-');
    Path bundle = Files.createDirectory(temp.resolve(name));
    for (String part : List.of("bundle.json", "model.pt", "golden.npz")) {
      Files.copy(temp.resolve("bundle").resolve(part), bundle.resolve(part));
    }
    byte[] bytes = Files.readAllBytes(bundle.resolve(file));
    int at = bytes.length / 2;
    if (place != null) {
      at = new String(bytes, StandardCharsets.ISO_8859_1).indexOf('"' + place) + place.length();
    }
    bytes[at] ^= 1;
    Files.write(bundle.resolve(file), bytes);

    Set<String> before = files(temp.resolve("out"));
    CohortProcess refused = cohort(name, name).run(Map.of());
    assertThat(refused.exit()).as(refused.stderr()).isEqualTo(2);
    assertThat(refused.stdout()).isEmpty();
    assertThat(refused.stderr())
        .startsWith("cohort: DigestMismatch: model bundle ")
        .contains(file + " differs from its digest in bundle.json")
        .hasLineCount(1);
    assertThat(files(temp.resolve("out"))).isEqualTo(before);

    CohortProcess verified = CohortProcess.run(temp, Map.of(), "model", "verify", name);
    assertThat(verified.exit()).isEqualTo(1);
    assertThat(verified.stderr()).startsWith("cohort: DigestMismatch: ").hasLineCount(1);
  }

  /** A checkpoint of an architecture, and the pair that PyTorch made of it. */
  private static void make(String architecture, Path checkpoint, Path golden) throws Exception {
    MadeCheckpoints.write(
        checkpoint, MadeCheckpoints.of(Architecture.of(architecture).orElseThrow()));
    try (InputStream in =
        MadeCheckpoints.class.getResourceAsStream(
            "/checkpoints/made-" + architecture + "-golden.npz")) {
      Files.copy(in, golden);
    }
  }

  private CohortProcess gigatime(String to, String... options) throws Exception {
    List<String> args =
        new ArrayList<>(List.of("model", "import", "--arch", "gigatime", "model.pth", "-o", to));
    args.addAll(List.of(options));
    return CohortProcess.run(temp, Map.of(), args.toArray(String[]::new));
  }

  /** One slide: four tiles at 0.25 um/px, one at 0.5; one output for all runs. */
  private CohortFolder cohort(String name, String bundle) throws Exception {
    return CohortFolder.write(
            temp, name, List.of("s,p,slides/s00000.tif,0.5"), "  slides: {allowUpsample: true}\n")
        .withBundle(bundle);
  }

  private static Path run(CohortProcess run) {
    return Path.of(run.json().get("output").asText());
  }

  private static Path report(CohortProcess run) {
    return Path.of(run.json().get("report").asText()).getParent();
  }

  private static List<Long> positives(List<Feature> features) {
    return features.stream().map(Feature::positives).toList();
  }

  private static Set<String> keys(CohortProcess run) throws Exception {
    return Set.copyOf(features(run).stream().map(Feature::key).toList());
  }

  private static List<Feature> features(CohortProcess run) throws Exception {
    List<Feature> features = new ArrayList<>();
    try (var duckdb = DriverManager.getConnection("jdbc:duckdb:");
        var query = duckdb.createStatement();
        ResultSet rows =
            query.executeQuery(
                "SELECT channel, role, positive_pixels, slide_key, demo FROM read_parquet('%s')"
                    .formatted(run(run).resolve("features.parquet")))) {
      while (rows.next()) {
        features.add(
            new Feature(
                rows.getString(1),
                rows.getString(2),
                rows.getLong(3),
                rows.getString(4),
                rows.getBoolean(5)));
      }
    }
    return features;
  }

  private Path slideFolder(String key) throws Exception {
    Path slide = temp.resolve("out/slides").resolve(key);
    return temp.resolve("out")
        .resolve(JSON.readTree(slide.resolve("COMMIT").toFile()).get("prefix").asText());
  }

  /** What the script of a page is given. */
  private static JsonNode data(Path page) throws Exception {
    String html = Files.readString(page);
    String before = "<script type=\"application/json\" id=\"data\">";
    int from = html.indexOf(before) + before.length();
    return JSON.readTree(html.substring(from, html.indexOf("</script>", from)));
  }

  private static Set<String> files(Path folder) throws Exception {
    try (Stream<Path> all = Files.walk(folder)) {
      return Set.copyOf(all.map(Path::toString).toList());
    }
  }
}
