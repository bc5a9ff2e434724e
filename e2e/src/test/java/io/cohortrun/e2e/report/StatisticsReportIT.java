package io.cohortrun.e2e.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.cohortrun.workers.report.StatisticsCohort;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The statistics pages of a made-up cohort, clicked through in a browser from their folder. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StatisticsReportIT {

  private static final long MOST_BYTES = 60_000_000;

  private Path temp;
  private Path index;
  private Browser browser;
  private BrowserPage page;

  @BeforeAll
  void writeAReportAndStartABrowser(@TempDir Path folder) throws Exception {
    temp = folder;
    index = StatisticsCohort.write(temp.resolve("failed"), 400, 3, 5, false);
    browser = Browser.start(temp.resolve("browser"));
  }

  @AfterAll
  void closeTheBrowser() {
    if (browser != null) {
      browser.close();
    }
  }

  @BeforeEach
  void openTheReport() {
    page = browser.page(1280, 900).open(index);
  }

  /** Whatever a test clicked: no script failed, nothing was blocked, and no network was asked. */
  @AfterEach
  void nothingWentWrongAndNothingLeftTheFolder() {
    assertThat(page.errors()).isEmpty();
    assertThat(page.requests()).isNotEmpty().allMatch(url -> url.startsWith("file:"), "file:");
  }

  @Test
  void everyPageOpensFromTheIndexAndDrawsEachOfItsPlots() throws Exception {
    List<String> files = BrowserPage.strings(page.eval("data.pages.map(p => p.file)"));
    int plots = 0;
    for (String file : files) {
      page.open(index);
      page.click(".cards a[href='" + file + "']");
      page.shows(file);
      assertThat(page.text(".banner.failed")).as(file).contains("Validation failed: Specificity");
      assertThat(page.texts(".banner").getFirst())
          .contains("Research use only")
          .contains("not proteins");
      JsonNode marks =
          page.eval(
              "Array.from(document.querySelectorAll('figure'), f => f.dataset.plot + ' '"
                  + " + f.querySelectorAll('.plot svg path[d], .plot svg text').length)");
      for (String plot : BrowserPage.strings(marks)) {
        assertThat(Integer.parseInt(plot.split(" ", -1)[1]))
            .as(file + " " + plot)
            .isGreaterThan(20);
        plots++;
      }
    }
    assertThat(files).hasSize(12);
    assertThat(plots).isGreaterThan(12);
  }

  @Test
  void aSentenceOfTheSummaryLeadsToItsRowByKeyboard() throws Exception {
    page.open(page("summary.html"));
    String sentence = ".source[href*='significant-']";
    String href = page.eval(BrowserPage.element(sentence) + ".getAttribute('href')").asText();
    page.focus(sentence);
    page.press("Enter");
    page.shows("associations.html");
    assertThat(page.eval("document.activeElement.id").asText()).isEqualTo(href.split("#", -1)[1]);
    assertThat(page.texts("tr.marked")).hasSize(1);
  }

  @Test
  void aComparisonIsChosenByKeyboardWithItsNumbersAtRisk() throws Exception {
    page.open(page("survival.html"));
    assertThat(page.text("#panel-says")).contains("3 df");
    assertThat(page.texts(".risk tbody th")).hasSize(4);
    page.focus("#panel");
    page.press("ArrowDown");
    page.until("document.querySelectorAll('.risk tbody th').length === 2");
    assertThat(page.texts(".risk tbody th")).containsExactly("low", "high");
    assertThat(page.texts(".risk tbody tr:first-of-type td").getFirst()).isEqualTo("200");
    assertThat(page.text("#panel-says")).contains("1 df").contains("400 patients");
    assertThat(page.eval("document.querySelector('figure .plot').ariaLabel").asText())
        .contains("CD8 density");
  }

  @Test
  void aTableIsSortedSearchedAndPagedByKeyboard() throws Exception {
    page.open(page("associations.html"));
    int all = page.eval("data.page.blocks.find(b => b.id === 'significant').rows.length").asInt();
    assertThat(page.text("#significant-count")).startsWith(all + " of " + all);
    page.type("#significant-search", "MSI");
    assertThat(page.texts("#significant tr")).allMatch(row -> row.contains("MSI"));
    page.focus("div:has(> .scroll > table > #significant) th:nth-of-type(8) button");
    page.press("Enter");
    assertThat(page.texts("#significant tr")).isNotEmpty();
    page.focus("figure details summary");
    page.press("Enter");
    assertThat(page.eval("document.querySelector('figure details').open").asBoolean()).isTrue();
    assertThat(page.texts("figure details td")).isNotEmpty();
  }

  @Test
  void aPatientIsFoundAndTheNextOneFollows() throws Exception {
    page.open(page("patients.html"));
    page.type("#patients-search", "P00123");
    page.click("#patients a");
    page.shows("0001.html");
    assertThat(page.text("h1")).isEqualTo("P00123");
    assertThat(page.text("#patient")).contains("OS_time").contains("SP00123");
    page.focus("#after");
    page.press("Enter");
    page.until("document.body.dataset.patient === '24'");
    assertThat(page.text("h1")).isEqualTo("P00124");
    assertThat(page.eval("document.querySelectorAll('figure svg path').length").asInt())
        .isGreaterThan(40);
  }

  @Test
  void everyTextCanBeReadInLightAndDarkOnWideAndNarrowScreens() throws Exception {
    String contrast = Files.readString(Path.of("src/test/resources/report/contrast.js"));
    for (String file :
        List.of("cohort.html", "associations.html", "survival.html", "methods.html")) {
      page.open(page(file));
      for (int width : new int[] {1280, 400}) {
        page.resize(width, 900);
        for (String scheme : List.of("light", "dark")) {
          page.scheme(scheme);
          assertThat(BrowserPage.strings(page.eval(contrast)))
              .as("text below WCAG AA in %s, %s, %d px", file, scheme, width)
              .isEmpty();
        }
        assertThat(page.eval("document.scrollingElement.scrollWidth").asInt())
            .as("%s at %d px has no sideways scroll", file, width)
            .isLessThanOrEqualTo(width);
      }
      page.resize(1280, 900);
    }
  }

  @Test
  void aReportOf14256PatientsStaysSmallAndOpensSoon() throws Exception {
    Path large = StatisticsCohort.write(temp.resolve("large"), 14_256, 24, 500, true);
    long bytes = 0;
    try (Stream<Path> files = Files.walk(large.getParent())) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        bytes += Files.size(file);
      }
    }
    StringBuilder opened = new StringBuilder();
    for (String name : List.of("index.html", "cohort.html", "associations.html", "patients.html")) {
      BrowserPage fresh = browser.page(1280, 900);
      long start = System.nanoTime();
      fresh.open(large.resolveSibling(name));
      opened.append(", %s %.2f s".formatted(name, (System.nanoTime() - start) / 1e9));
      assertThat(fresh.errors()).as(name).isEmpty();
    }
    System.out.printf(
        "report of 14,256 patients without slide pages: %.1f MB; opened: %s%n",
        bytes / 1e6, opened.substring(2));
    assertThat(bytes).isLessThan(MOST_BYTES);
  }

  private Path page(String name) throws IOException {
    return index.resolveSibling(name);
  }
}
