package io.cohortrun.e2e.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import io.cohortrun.e2e.run.CohortFolder;
import io.cohortrun.e2e.run.CohortProcess;
import io.cohortrun.e2e.run.DemoBundle;
import io.cohortrun.e2e.run.Oracle;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Virtual beside real mIF as a part of a run, with real bundles. */
class QualityIT {

  private static final int SIDE = 512;

  @TempDir Path temp;

  @Test
  void aRunIsJudgedOnPairedRegionsBesideABaselineAndNulls() throws Exception {
    CohortFolder cohort = CohortFolder.ofSmallSlides(temp.resolve("paired"), 1);
    pairs(cohort.path());
    DemoBundle.write(cohort.path().resolve("twin"), "\"id\"\\s*:\\s*\"demo\"", "\"id\": \"twin\"");
    Files.writeString(
        cohort.path().resolve(cohort.name() + ".yaml"),
        "  analyses: {quality: {pairs: pairs.csv, baselines: [twin]}}\n",
        StandardOpenOption.APPEND);
    CohortProcess run = cohort.run(Map.of());
    assertThat(run.exit()).as(run.stderr()).isZero();
    Path folder = Path.of(run.json().get("output").asText());

    List<NamedCsvRecord> rows;
    try (CsvReader<NamedCsvRecord> csv =
        CsvReader.builder().ofNamedCsvRecord(folder.resolve("analysis/quality.csv"))) {
      rows = csv.stream().toList();
    }
    assertThat(rows).extracting(r -> r.getField("bundle")).contains("demo 1", "twin 1", "dapi");
    assertThat(number(rows, "DAPI", "dice", "demo 1", "", "value"))
        .as("judged, whatever a demo is worth")
        .isBetween(0.0, 1.0);
    assertThat(number(rows, "DAPI", "dice", "demo 1", "twin 1", "difference"))
        .as("the same network, but for a threshold learnt on the validation split")
        .isCloseTo(0, within(0.01));
    assertThat(number(rows, "DAPI", "prevalence", "demo 1", "", "value"))
        .as("share of the discs")
        .isCloseTo(8 * Math.PI * 40 * 40 / (SIDE * SIDE), within(0.02));

    JsonNode validation = new ObjectMapper().readTree(folder.resolve("validation.json").toFile());
    JsonNode check =
        validation
            .get("checks")
            .valueStream()
            .filter(c -> c.get("name").asText().equals("Quality"))
            .findFirst()
            .orElseThrow();
    assertThat(check.get("value").asDouble()).isCloseTo(beaten(rows), within(1e-12));
    assertThat(check.get("result").asText())
        .isEqualTo(beaten(rows) >= check.get("threshold").asDouble() ? "Passed" : "Failed");
    assertThat(folder.resolve("analysis/quality/panels.csv")).exists();
    Map<String, Integer> again =
        Oracle.compared("quality.py", folder, cohort.path().resolve("pairs.csv"));
    assertThat(again.get("null box_pearson"))
        .as("three slides, three channels, two nulls")
        .isEqualTo(18);
    assertThat(again)
        .containsEntry("null box_specificity", 18)
        .containsEntry("null box_partial", 18);
    assertThat(number(rows, "CD8", "box_specificity", "tissue", "", "value"))
        .as("all nuclei, and not those of lymphocytes")
        .isNegative();
    assertThat(again.get("quality value")).isEqualTo(rows.size());
    assertThat(again.get("quality page numbers")).isEqualTo(3 * rows.size());
    assertThat(again).containsKeys("check Quality", "check Quality result");
    assertThat(folder.resolve("report/quality.html")).exists();
    assertThat(Files.readString(folder.resolve("report/downloads.html")))
        .contains("analysis/quality.csv");
  }

  /** Share of the channels and metrics in which a baseline is beaten, of the worst of them. */
  private static double beaten(List<NamedCsvRecord> rows) {
    Map<String, Double> better =
        rows.stream()
            .filter(r -> !r.getField("difference").isEmpty())
            .filter(r -> !r.getField("baseline").equalsIgnoreCase(r.getField("channel")))
            .collect(
                Collectors.groupingBy(
                    r -> r.getField("baseline"),
                    Collectors.averagingInt(
                        r -> Double.parseDouble(r.getField("difference")) > 0 ? 1 : 0)));
    return Collections.min(better.values());
  }

  private static double number(
      List<NamedCsvRecord> rows,
      String channel,
      String metric,
      String bundle,
      String baseline,
      String column) {
    return rows.stream()
        .filter(r -> r.getField("channel").equals(channel))
        .filter(r -> r.getField("metric").equals(metric))
        .filter(r -> r.getField("bundle").equals(bundle))
        .filter(r -> r.getField("baseline").equals(baseline))
        .mapToDouble(r -> Double.parseDouble(r.getField(column)))
        .findFirst()
        .orElseThrow();
  }

  /**
   * Three slides to be judged and one to learn from: eight nuclei each on pale stroma, those above
   * of lymphocytes, those at the left of epithelium.
   */
  private static void pairs(Path folder) throws IOException {
    List<String> lines = new ArrayList<>(List.of("region,slide_id,split,he,mif"));
    for (int slide = 0; slide < 4; slide++) {
      BufferedImage he = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_INT_RGB);
      BufferedImage nuclei = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_BYTE_GRAY);
      BufferedImage lymphocytes = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_BYTE_GRAY);
      BufferedImage epithelium = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_BYTE_GRAY);
      for (int y = 0; y < SIDE; y++) {
        for (int x = 0; x < SIDE; x++) {
          boolean nucleus = nucleus(slide, x, y);
          he.setRGB(x, y, nucleus ? 0x5A3C96 : 0xF0C8DC);
          nuclei.getRaster().setSample(x, y, 0, nucleus ? 255 : 0);
          lymphocytes.getRaster().setSample(x, y, 0, nucleus && y < SIDE / 2 ? 255 : 0);
          epithelium.getRaster().setSample(x, y, 0, x < SIDE / 3 ? 255 : 0);
        }
      }
      Path mif = Files.createDirectories(folder.resolve("mif" + slide));
      ImageIO.write(nuclei, "png", mif.resolve("DAPI.png").toFile());
      ImageIO.write(lymphocytes, "png", mif.resolve("CD8.png").toFile());
      ImageIO.write(epithelium, "png", mif.resolve("CK.png").toFile());
      ImageIO.write(he, "png", folder.resolve("he" + slide + ".png").toFile());
      lines.add(
          "r%d,s%d,%s,he%d.png,mif%d"
              .formatted(slide, slide, slide == 0 ? "validation" : "test", slide, slide));
    }
    Files.write(folder.resolve("pairs.csv"), lines);
  }

  /** Discs in a grid of four by two, moved a little on each slide. */
  private static boolean nucleus(int slide, int x, int y) {
    int dx = Math.floorMod(x - 10 * slide, 128) - 64;
    int dy = Math.floorMod(y - 20 * slide, 256) - 128;
    return dx * dx + dy * dy < 40 * 40;
  }
}
