package io.cohortrun.e2e.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import io.cohortrun.e2e.report.ViewedSlide.Pixel;
import io.cohortrun.e2e.run.CohortFolder;
import io.cohortrun.e2e.run.CohortProcess;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

/** The report of a small real cohort, clicked through in a browser from its folder. */
class ReportIT extends BrowsedReport {

  private static final String HOSTILE = "<img src=x onerror=alert(1)> \u05E9\u05E7 '\"&";
  private static final int CMU_WIDTH = 2220;
  private static final int CMU_HEIGHT = 2967;

  private Path output;
  private Path run;
  private List<NamedCsvRecord> ledger;

  @Override
  Path report(Path folder) throws Exception {
    CohortFolder.ofRealSlides(folder);
    CohortFolder cohort =
        CohortFolder.write(
            folder,
            "seen",
            List.of(
                "CMU-1,p0,slides/CMU-1-Small-Region.svs,",
                "\"" + HOSTILE.replace("\"", "\"\"") + "\",p0,slides/s00000.tif,",
                "coarse,p1,slides/s00001.tif,7",
                "broken,p1,slides/truncated-tail.svs,",
                "absent,p2,slides/absent.svs,"),
            "");
    CohortProcess ended = cohort.run(Map.of());
    assertThat(ended.exit()).as(ended.stderr()).isEqualTo(3);
    output = cohort.output();
    run = Path.of(ended.json().get("output").asText());
    try (CsvReader<NamedCsvRecord> csv =
        CsvReader.builder().ofNamedCsvRecord(run.resolve("ledger.csv"))) {
      ledger = csv.stream().toList();
    }
    return Path.of(ended.json().get("report").asText());
  }

  @Test
  void totalsAndRowsAreThoseOfTheLedger() {
    Map<String, Long> counted =
        ledger.stream()
            .collect(
                Collectors.groupingBy(
                    r -> r.getField("outcome"), TreeMap::new, Collectors.counting()));
    assertThat(page.texts("#totals button"))
        .containsExactlyInAnyOrderElementsOf(
            counted.entrySet().stream().map(e -> e.getValue() + " " + e.getKey()).toList());
    assertThat(page.text(".lead")).contains("5 slides: 2 with results, 3 failed");
    assertThat(column("id")).isEqualTo(fields("slide_id"));
    assertThat(column("patient")).isEqualTo(fields("patient_id"));
    assertThat(column("outcome")).isEqualTo(fields("outcome"));
    assertThat(column("num:nth-of-type(6)")).isEqualTo(fields("tiles"));
    assertThat(page.texts("#ledger td.why").get(3)).contains(ledger.get(3).getField("message"));
    assertThat(page.text(".banner")).contains("Research use only").contains("not proteins");
    assertThat(page.text("#densities")).contains("CMU-1").doesNotContain("broken");
  }

  @Test
  void rowsAreFilteredSearchedAndSorted() {
    page.click("#totals [data-outcome=Truncated]");
    assertThat(column("id")).containsExactly("broken");
    assertThat(page.text("#ledger-count")).isEqualTo("1 of 5");
    page.focus("#filter");
    page.press("Home");
    page.until("document.querySelectorAll('#ledger tr').length === 5");
    page.type("#ledger-search", "CMU");
    assertThat(column("id")).containsExactly("CMU-1");
    page.pick("#ledger-search", "nobody");
    assertThat(page.text("#ledger")).isEqualTo("No slide matches.");
    page.pick("#ledger-search", "");
    String tiles = ".ledger th:nth-of-type(6)";
    page.click(tiles + " button");
    assertThat(column("num:nth-of-type(6)")).containsExactly("14", "1", "0", "0", "0");
    assertThat(page.eval(BrowserPage.element(tiles) + ".ariaSort").asText())
        .isEqualTo("descending");
    page.press("Enter");
    assertThat(column("num:nth-of-type(6)")).containsExactly("0", "0", "0", "1", "14");
    page.click(".heat th:nth-of-type(1) button");
    assertThat(page.texts("#densities td.id")).first().isEqualTo(HOSTILE);
  }

  @Test
  void aFailureShowsCodeSentenceWhatWasKeptAndHowToTryAgain() throws Exception {
    page.click("#ledger tr:nth-of-type(3) td.id a");
    page.shows("0000.html");
    assertThat(page.text("h1")).isEqualTo("coarse");
    assertThat(page.text(".tag")).isEqualTo("ResolutionTooLow");
    assertThat(page.text("#message")).isEqualTo(ledger.get(2).getField("message"));
    assertThat(page.text("#failure code"))
        .contains("cohort retry")
        .contains("--code ResolutionTooLow");
    assertThat(page.texts("#failure a"))
        .containsExactly("what happened", "reader log", "thumbnail");
    ViewedSlide view = new ViewedSlide(page, null, 1, 1);
    assertThat(view.middle().a()).as("the thumbnail is shown").isEqualTo(255);
    for (JsonNode href :
        page.eval("Array.from(document.querySelectorAll('#failure a'), a => a.href)")) {
      assertThat(Path.of(URI.create(href.asText()))).exists();
    }
    page.click("nav a");
    page.shows("index.html");
    page.click("#ledger tr:nth-of-type(5) .links a");
    page.until("location.pathname.endsWith('/failures/0000004/failure.json')");
    assertThat(page.eval("document.body.innerText").asText()).contains("\"code\" : \"NotFound\"");
  }

  @Test
  void noFolderOfThisMachineStandsInAnyPage() throws Exception {
    try (Stream<Path> pages = Files.walk(index.getParent())) {
      for (Path html : pages.filter(Files::isRegularFile).toList()) {
        assertThat(Files.readString(html)).as(html.toString()).doesNotContain(temp.toString());
      }
    }
    assertThat(page.texts("#ledger td.why").get(4)).startsWith("absent.svs: does not exist");
    assertThat(page.text(".panel")).contains("seen.csv");
  }

  @Test
  void channelsAreSwitchedColouredWindowedAndBlended() throws Exception {
    ViewedSlide view = cmu();
    CommittedCanvas canvas = view.canvas();
    int cell = canvas.brightest("CD3", "CD68");
    page.click("#smooth");
    page.click(ViewedSlide.row("CD3") + " .name");
    assertThat(page.texts("#channels .ch:has(.switch:checked)")).hasSize(1);
    double[] cd3 = view.light("CD3", cell);
    assertThat(cd3).as("a cell that tells something").doesNotContain(0, 0, 0);
    near(view.pixel(cell), cd3, 255);
    near(view.pixel(canvas.uncovered()), new double[3], 0);

    page.click(ViewedSlide.row("CD3") + " .switch");
    near(view.pixel(cell), new double[3], 255);
    page.press("Space");
    near(view.pixel(cell), cd3, 255);

    page.pick(ViewedSlide.row("CD3") + " input[type=color]", "#00ff40");
    double[] green = view.light("CD3", cell);
    assertThat(green[0]).isZero();
    near(view.pixel(cell), green, 255);

    page.focus(ViewedSlide.row("CD3") + " .win input:last-of-type");
    page.press("End");
    near(view.pixel(cell), view.light("CD3", cell), 255);
    assertThat(view.light("CD3", cell)[1]).isLessThan(green[1]);

    page.click(ViewedSlide.row("DAPI") + " .switch");
    page.focus("#blend");
    page.press("ArrowDown");
    double[] sum = view.light("CD3", cell);
    double[] dapi = view.light("DAPI", cell);
    for (int i = 0; i < 3; i++) {
      sum[i] = Math.min(255, sum[i] + dapi[i]);
    }
    near(view.pixel(cell), sum, 255);
    page.focus("#blend");
    page.press("ArrowUp");
    Pixel strongest = view.pixel(cell);
    assertThat(strongest).isNotEqualTo(new Pixel((int) sum[0], (int) sum[1], (int) sum[2], 255));

    page.focus("#opacity");
    page.press("Home");
    near(view.pixel(cell), new double[3], 0);
    page.press(Stream.generate(() -> "ArrowRight").limit(10).toArray(String[]::new));
    assertThat(view.pixel(cell).a()).isBetween(125, 130);
  }

  @Test
  void theReadoutTellsTheCommittedValueAndWhatWasNotInferred() throws Exception {
    ViewedSlide view = cmu();
    int cell = view.canvas().brightest("CK", "CD8");
    page.click(ViewedSlide.row("CK") + " .name");
    double x = (cell % view.canvas().width() + 0.5) * view.canvas().cell() * 0.499 / 1000;
    assertThat(view.pointAt(cell))
        .contains("CK %.2f".formatted(view.canvas().value("CK", cell) / 255.0))
        .startsWith("%.2f, ".formatted(x));
    assertThat(view.pointAt(view.canvas().uncovered()))
        .contains("not inferred")
        .doesNotContain("CK");
    page.focus("#view");
    page.press("+", "ArrowLeft");
    assertThat(page.text("#readout")).startsWith("Middle: ");
    Pixel moved = view.pixel(cell);
    page.press("0");
    assertThat(view.pixel(cell)).isNotEqualTo(moved);
  }

  @Test
  void thumbnailAndMaskLieWhereTheSlideHasThem() throws Exception {
    ViewedSlide view = cmu();
    page.click("#maps");
    assertThat(view.pixel(view.canvas().uncovered()).a()).isZero();
    page.click("#he");
    page.click("#smooth");
    BufferedImage thumbnail = ImageIO.read(run.resolve("thumbnails/0000000.jpg").toFile());
    double off = 0;
    for (int i = 1; i < 20; i++) {
      int cell = i * view.canvas().width() + view.canvas().width() / 2;
      off += Math.abs(view.pixel(cell).g() - green(thumbnail, view, cell)) / 19.0;
    }
    assertThat(off)
        .as("mean difference from the thumbnail on a line through the tissue")
        .isLessThan(12);

    BufferedImage mask = ImageIO.read(run.resolve("masks/0000000.png").toFile());
    Function<Integer, Boolean> tissue = cell -> green(mask, view, cell) > 127;
    int inside = view.canvas().brightest("CK", "CD8");
    int outside = view.canvas().uncovered();
    assertThat(tissue.apply(inside)).isTrue();
    assertThat(tissue.apply(outside)).isFalse();
    Pixel tissueBefore = view.pixel(inside);
    Pixel glassBefore = view.pixel(outside);
    page.click("#mask");
    near(
        view.pixel(inside),
        new double[] {
          0.55 * tissueBefore.r() + 0.45 * 240,
          0.55 * tissueBefore.g() + 0.45 * 228,
          0.55 * tissueBefore.b() + 0.45 * 66
        },
        255);
    assertThat(view.pixel(outside)).isEqualTo(glassBefore);
  }

  @Test
  void everyTextCanBeReadInLightAndDarkOnWideAndNarrowScreens() throws Exception {
    canBeReadOnWideAndNarrowScreens(
        List.of("index.html", "slides/0000.html", "slides/0000.html#2"));
  }

  /** The real slide, its maps over black. */
  private ViewedSlide cmu() throws IOException {
    page.click("#ledger td.id a");
    page.shows("0000.html");
    page.click("#he");
    return new ViewedSlide(
        page,
        CommittedCanvas.of(output, ledger.getFirst().getField("slide_key")),
        CMU_WIDTH,
        CMU_HEIGHT);
  }

  private List<String> column(String name) {
    return page.texts("#ledger td." + name);
  }

  private List<String> fields(String name) {
    return ledger.stream().map(r -> r.getField(name)).toList();
  }

  private static int green(BufferedImage picture, ViewedSlide view, int cell) {
    double x = (cell % view.canvas().width() + 0.5) * view.canvas().cell() / view.width();
    double y =
        (Math.floorDiv(cell, view.canvas().width()) + 0.5) * view.canvas().cell() / view.height();
    return picture.getRGB((int) (x * picture.getWidth()), (int) (y * picture.getHeight())) >> 8
        & 0xFF;
  }

  private static void near(Pixel pixel, double[] rgb, int alpha) {
    assertThat(new double[] {pixel.r(), pixel.g(), pixel.b(), pixel.a()})
        .containsExactly(new double[] {rgb[0], rgb[1], rgb[2], alpha}, within(3.0));
  }
}
