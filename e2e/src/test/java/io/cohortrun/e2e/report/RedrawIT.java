package io.cohortrun.e2e.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.cohortrun.e2e.server.Lacking;
import io.cohortrun.e2e.server.TestPython;
import io.cohortrun.workers.report.StatisticsCohort;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code examples/redraw}: a figure of the report from its tables, by none of the program's code.
 */
class RedrawIT {

  @TempDir Path temp;

  private static final String OF = "stage";

  private String analysis;

  @BeforeEach
  void run() throws Exception {
    Path index = StatisticsCohort.write(temp.resolve("out"), StatisticsCohort.Size.SMALL, true);
    analysis = index.resolve("../../analysis").normalize().toString();
  }

  @Test
  void theNotebookRunsFromTopToBottomAndDrawsEveryGroup() throws Exception {
    Path figure = temp.resolve("curves.svg");
    ProcessBuilder python =
        new ProcessBuilder(
            TestPython.program("python").toString(),
            "src/test/oracles/notebook.py",
            "../examples/redraw/curves.ipynb");
    python.environment().put("COHORTRUN_ANALYSIS", analysis);
    python.environment().put("COHORTRUN_BY", OF);
    python.environment().put("COHORTRUN_FIGURE", figure.toString());
    succeeds(python);
    assertThat(figure)
        .content()
        .contains("OS by stage, log-rank p = 8e-07")
        .contains("stage 1")
        .contains("stage 4");
  }

  @Test
  void theScriptDrawsThemInBaseR() throws Exception {
    Path figure = temp.resolve("curves.pdf");
    String script = "../examples/redraw/curves.R";
    succeeds(
        new ProcessBuilder(
            Lacking.program("Rscript"), "--vanilla", script, analysis, OF, figure.toString()));
    assertThat(figure).binaryContent().startsWith("%PDF".getBytes(StandardCharsets.US_ASCII));
    assertThat(Files.size(figure)).as("axes, titles and four curves").isGreaterThan(4000);
  }

  private static void succeeds(ProcessBuilder program) throws Exception {
    Process process = program.redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
  }
}
