package io.cohortrun.workers.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PageTest {

  @Test
  void textOfACohortCannotBecomeMarkup() throws Exception {
    String html =
        new String(
            Page.load("", "common", "table", "index")
                .with(Map.of("run", "</script><script>alert(1)</script><!--")),
            StandardCharsets.UTF_8);
    assertThat(html).doesNotContain("alert(1)</script>").contains("\\u003Cscript>alert(1)");
  }

  @Test
  void thePolicyAllowsScriptsOfTheReportOnlyNoneInThePageAndNoNetwork() throws Exception {
    String html =
        new String(Page.load("../", "common", "slide").with(Map.of()), StandardCharsets.UTF_8);
    assertThat(html)
        .contains("default-src 'none'")
        .contains("script-src 'self';")
        .contains("style-src 'self';")
        .contains("<script src=\"../assets/slide.js\"></script>")
        .doesNotContain("unsafe")
        .doesNotContain("{{");
  }
}
