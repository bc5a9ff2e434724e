package io.cohortrun.workers.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.cohortrun.workers.canonical.Json;
import io.cohortrun.workers.model.NumericClass;
import io.cohortrun.workers.shard.TryTimes;
import io.cohortrun.workers.slide.SlideInfo.Rect;
import io.cohortrun.workers.store.ObjectStore;
import io.cohortrun.workers.store.RunLayout;
import io.cohortrun.workers.store.Stores;
import io.cohortrun.workflows.contract.Outcome;
import io.cohortrun.workflows.contract.Usage;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntPredicate;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportTest {

  private static final List<String> HOSTILE =
      List.of(
          "</script><script>alert(1)</script>",
          "<!-- \"quoted\", 'single' & comma",
          "\u05E9\u05E7\u05D5\u05E4\u05D9\u05EA 7",
          "\uD83E\uDDA0\u2028line");

  @TempDir Path temp;
  private ObjectStore store;
  private PublishedCohort cohort;

  @BeforeEach
  void open() throws Exception {
    store = Stores.open(temp.resolve("out").toString());
    cohort = new PublishedCohort(store);
  }

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void picturesOfAScannedPartLieWhereTheSlideHasThem() throws Exception {
    cohort.succeeded("a", PublishedCohort.AVX2).report();
    JsonNode page = cohort.pictures(0);
    Rect tissue = ScannedPart.TISSUE;
    Rect onThumbnail = found(page.get("thumbnail"), rgb -> (rgb >> 8 & 0xFF) < 160);
    Rect onMask = found(page.get("mask"), rgb -> (rgb & 0xFF) > 127);
    for (Rect seen : List.of(onThumbnail, onMask)) {
      assertThat(seen.x()).isCloseTo(tissue.x(), within(32L));
      assertThat(seen.y()).isCloseTo(tissue.y(), within(32L));
      assertThat(seen.width()).isCloseTo(tissue.width(), within(64L));
      assertThat(seen.height()).isCloseTo(tissue.height(), within(64L));
    }
    JsonNode place = cohort.page(0).get("place");
    assertThat(place.get("x").asLong()).isEqualTo(ScannedPart.BOUNDS.x());
    assertThat(place.get("y").asLong()).isEqualTo(ScannedPart.BOUNDS.y());
    assertThat(place.get("width").asDouble() / page.at("/canvas/width").asInt())
        .as("level-0 pixels of a cell")
        .isEqualTo(PublishedCohort.STRIDE / 8);
  }

  @Test
  void theMethodsPageTellsWhereTheTimeWentOverAllTries() throws Exception {
    RunLayout layout = new RunLayout(cohort.input().run());
    for (String call : List.of("a", "b")) {
      store.put(
          layout.times(0, 0, call),
          Json.MAPPER.writeValueAsBytes(
              new TryTimes(
                  new TreeMap<>(Map.of("decode", 1.0, "prepare", 0.5, "network", 8.0, "head", 0.5)),
                  new Usage(8.5, 0, 0))));
    }
    cohort.succeeded("a", PublishedCohort.AVX2).report();
    List<String> rows = new ArrayList<>();
    for (JsonNode block : cohort.data("methods.html").at("/page/blocks")) {
      if (block.path("id").asText("").equals("stages")) {
        block.get("rows").forEach(row -> rows.add(row.toString()));
      }
    }
    assertThat(rows)
        .containsExactly(
            "[\"decoding tiles\",\"2.0\",\"10.0 %\"]",
            "[\"normalising windows\",\"1.0\",\"5.0 %\"]",
            "[\"network\",\"16.0\",\"80.0 %\"]",
            "[\"feature head\",\"1.0\",\"5.0 %\"]");
  }

  @Test
  void hostileIdsAndSentencesStayText() throws Exception {
    for (String id : HOSTILE) {
      cohort.succeeded(id, PublishedCohort.AVX2);
      cohort.failed(id + "!", Outcome.Unreadable, "it says " + id, null);
    }
    cohort.report();
    String index = cohort.html("index.html");
    assertThat(scripts(index)).as("only the data and the page's own scripts end").isEqualTo(4);
    assertThat(index).doesNotContain("<script>alert");
    for (int row = 0; row < 2 * HOSTILE.size(); row++) {
      String id = HOSTILE.get(row / 2) + (row % 2 == 0 ? "" : "!");
      assertThat(cell(row, "slide_id")).isEqualTo(id);
      assertThat(cohort.page(row).get("slide_id").asText()).isEqualTo(id);
    }
    assertThat(scripts(cohort.html("slides/0000.html"))).isEqualTo(7);
  }

  private static int scripts(String html) {
    return html.split("</script>", -1).length - 1;
  }

  @Test
  void manyRowsKeepTheLedgersOrderAndTotals() throws Exception {
    for (int i = 0; i < 60; i++) {
      if (i % 3 == 0) {
        cohort.failed("f" + i, Outcome.Truncated, "it is cut", null);
      } else {
        cohort.succeeded("s" + i, PublishedCohort.AVX2);
      }
    }
    cohort.report();
    JsonNode index = cohort.data("index.html");
    assertThat(index.get("totals").toString()).isEqualTo("{\"Succeeded\":40,\"Truncated\":20}");
    for (int i = 0; i < 60; i++) {
      assertThat(cell(i, "slide_id")).isEqualTo((i % 3 == 0 ? "f" : "s") + i);
      assertThat(cohort.page(i).get("slide_id").asText()).isEqualTo((i % 3 == 0 ? "f" : "s") + i);
    }
    String first = cohort.html("index.html");
    cohort.report();
    assertThat(cohort.html("index.html")).isEqualTo(first);
  }

  @Test
  void aDamagedCanvasCostsOnlyItsMaps() throws Exception {
    cohort.succeeded("broken", PublishedCohort.AVX2).succeeded("sound", PublishedCohort.AVX2);
    store.put(cohort.committed(0, "canvas.zarr/canvas/1/0/0"), new byte[] {1, 2, 3});
    cohort.report();
    JsonNode broken = cohort.page(0);
    assertThat(cohort.pictures(0).has("canvas")).isFalse();
    assertThat(cohort.pictures(0).get("thumbnail").has("bytes")).isTrue();
    assertThat(broken.get("warnings").get(0).asText())
        .startsWith("The maps of this slide cannot be shown: slides/")
        .contains("is not the file that was committed")
        .doesNotContain(temp.toString());
    JsonNode canvas = cohort.pictures(1).get("canvas");
    assertThat(canvas.get("channels").get(2).get("0/0").binaryValue())
        .as("as committed")
        .isEqualTo(store.get(cohort.committed(1, "canvas.zarr/canvas/2/0/0")).orElseThrow());
    assertThat(canvas.get("coarser").asInt()).isEqualTo(1);
    assertThat(index(0).get(8).toString()).as("densities").isEqualTo("[5000,0,250]");
  }

  @Test
  void ofManySlidesSomeDrawnEvenlyHaveMapsAndTheOthersSayWhereTheirsLie() throws Exception {
    int slides = 104;
    for (int i = 0; i < slides; i++) {
      cohort.succeeded("s" + i, PublishedCohort.AVX2);
    }
    cohort.report();
    for (int i = 0; i < slides; i++) {
      assertThat(cohort.page(i).has("pictures")).as("row %d", i).isEqualTo(i % 2 == 0);
      assertThat(cohort.page(i).get("result").asText()).startsWith("slides/").contains("/try-");
    }
    assertThat(cohort.pictures(102).has("canvas")).isTrue();
    assertThat(store.get("runs/u1/1/report/slides/pictures/0000103.js")).isEmpty();
    assertThat(cohort.data("slides/0001.html").get("first").asInt()).isEqualTo(100);
    assertThat(cohort.data("slides/0001.html").get("withMaps").asInt()).isEqualTo(52);
    assertThat(cohort.data("gallery.html").at("/slides/2/maps").asBoolean()).isTrue();
    assertThat(cohort.data("gallery.html").at("/slides/3/maps").asBoolean()).isFalse();
  }

  @Test
  void aLostResultIsSaid() throws Exception {
    cohort.succeeded("lost", PublishedCohort.AVX2);
    store.deleteAll("slides/");
    cohort.report();
    assertThat(cohort.page(0).get("warnings").get(0).asText()).contains("is gone from slides/");
    assertThat(index(0).get(8).isNull()).isTrue();
  }

  @Test
  void theTermsOfTheModelStandOnEveryPage() throws Exception {
    cohort
        .succeeded("a", PublishedCohort.AVX2)
        .failed("b", Outcome.Unreadable, "It cannot be read.", null)
        .report();
    for (String page : List.of("index.html", "slides/0000.html", "gallery.html")) {
      JsonNode model = cohort.data(page).get("bundle");
      assertThat(model.get("licence").asText()).as(page).isEqualTo("Licence-of-the-model");
      assertThat(model.get("intendedUse").asText()).as(page).isEqualTo("Use-of-the-model");
    }
  }

  @Test
  void withoutAPriceNoCostIsTold() throws Exception {
    cohort.succeeded("a", PublishedCohort.AVX2).report();
    assertThat(cohort.data("methods.html").toString())
        .contains("Worker-hours")
        .doesNotContain("Cost", "Price");
  }

  @Test
  void aDraftSaysThatItIsOneAndAReviewedRunWhoApprovedOfIt() throws Exception {
    cohort.succeeded("a", PublishedCohort.AVX2);
    cohort.report(cohort.input().reviewed(true), null);
    for (String page : List.of("index.html", "summary.html", "slides/0000.html")) {
      assertThat(cohort.data(page).get("signOff").asBoolean()).as(page).isTrue();
      assertThat(cohort.data(page).get("signedOff").isNull()).as(page).isTrue();
    }
    cohort.report(
        cohort.input().reviewed(true),
        new ReportInput.SignedOff("Dr. <b>Ann", "fine & good", "2026-11-29T10:00:00Z"));
    assertThat(cohort.data("summary.html").at("/signedOff/approver").asText())
        .isEqualTo("Dr. <b>Ann");
    assertThat(cohort.html("summary.html")).doesNotContain("<b>Ann");
  }

  @Test
  void resultsOfSeveralClassesAreCountedByClass() throws Exception {
    NumericClass cuda = new NumericClass("cuda-sm_90", "2.7.1", "fp32", "8");
    cohort.succeeded("a", PublishedCohort.AVX2).succeeded("b", cuda).succeeded("c", cuda).report();
    JsonNode classes = cohort.data("index.html").get("numericClasses");
    assertThat(classes).hasSize(2);
    assertThat(classes.get(1).get("of").get("device").asText()).isEqualTo("cuda-sm_90");
    assertThat(classes.get(1).get("slides").asInt()).isEqualTo(2);
  }

  @Test
  void aFailureHasItsBundleAndNoFolderOfTheMachine() throws Exception {
    cohort
        .failed(
            "gone",
            Outcome.NotFound,
            "/data/my study/s0.svs: does not exist; see /home/ann/notes/x.txt.",
            new IOException("x"))
        .report();
    JsonNode page = cohort.page(0);
    assertThat(page.get("message").asText()).isEqualTo("s0.svs: does not exist; see …/x.txt.");
    assertThat(page.get("failure"))
        .extracting(JsonNode::asText)
        .containsExactly("failure.json", "reader.log", "thumbnail.jpg");
    assertThat(page.get("tryAgain").asText()).contains("cohort retry").contains("NotFound");
    assertThat(cohort.data("index.html").get("manifest").asText()).isEqualTo("manifest.csv");
    assertThat(cohort.html("index.html")).doesNotContain("my%20study").doesNotContain("/data/");
  }

  private JsonNode index(int row) throws IOException {
    return cohort.data("index.html").get("rows").get(row);
  }

  private String cell(int row, String column) throws IOException {
    JsonNode columns = cohort.data("index.html").get("columns");
    for (int c = 0; c < columns.size(); c++) {
      if (columns.get(c).asText().equals(column)) {
        return index(row).get(c).asText();
      }
    }
    throw new AssertionError("no column " + column);
  }

  /** Bounding box, in level-0 pixels, of the pixels of a picture that a colour test accepts. */
  private static Rect found(JsonNode picture, IntPredicate colour) throws IOException {
    BufferedImage image =
        ImageIO.read(new ByteArrayInputStream(picture.get("bytes").binaryValue()));
    int left = image.getWidth();
    int top = image.getHeight();
    int right = 0;
    int bottom = 0;
    for (int y = 0; y < image.getHeight(); y++) {
      for (int x = 0; x < image.getWidth(); x++) {
        if (colour.test(image.getRGB(x, y))) {
          left = Math.min(left, x);
          right = Math.max(right, x + 1);
          top = Math.min(top, y);
          bottom = Math.max(bottom, y + 1);
        }
      }
    }
    JsonNode place = picture.get("place");
    double cellX = place.get("width").asDouble() / image.getWidth();
    double cellY = place.get("height").asDouble() / image.getHeight();
    return new Rect(
        Math.round(place.get("x").asDouble() + left * cellX),
        Math.round(place.get("y").asDouble() + top * cellY),
        Math.round((right - left) * cellX),
        Math.round((bottom - top) * cellY));
  }
}
