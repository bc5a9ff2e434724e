package io.cohortrun.e2e.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** A report that tests click through in a browser, from its folder. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class BrowsedReport {

  Path temp;
  Path index;
  Browser browser;
  BrowserPage page;

  /** Makes the report; returns its {@code index.html}. */
  abstract Path report(Path folder) throws Exception;

  @BeforeAll
  void makeTheReportAndStartABrowser(@TempDir Path folder) throws Exception {
    temp = folder;
    index = report(folder);
    browser = Browser.start(folder.resolve("browser"));
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

  /** A file of the report. */
  Path file(String name) {
    return index.resolveSibling(name);
  }

  /**
   * Every text has the contrast of WCAG AA in light and dark, and no page scrolls sideways.
   *
   * @param names of pages, with what follows the # of their address
   */
  void canBeReadOnWideAndNarrowScreens(List<String> names) throws IOException {
    String contrast = Files.readString(Path.of("src/test/resources/report/contrast.js"));
    for (String name : names) {
      String[] parts = name.split("#", -1);
      page.open(file(parts[0]), parts.length > 1 ? parts[1] : "");
      for (int width : new int[] {1280, 400}) {
        page.resize(width, 900);
        for (String scheme : List.of("light", "dark")) {
          page.scheme(scheme);
          assertThat(BrowserPage.strings(page.eval(contrast)))
              .as("text below WCAG AA in %s, %s, %d px", name, scheme, width)
              .isEmpty();
        }
        assertThat(page.eval("document.scrollingElement.scrollWidth").asInt())
            .as("%s at %d px has no sideways scroll", name, width)
            .isLessThanOrEqualTo(width);
      }
      page.resize(1280, 900);
    }
  }
}
