package io.cohortrun.e2e.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.cohortrun.e2e.server.TestPython;
import io.cohortrun.workers.report.StatisticsCohort;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code examples/redraw}: a figure of the report from its tables, by none of the program's code.
 */
class RedrawIT {

  @TempDir Path temp;

  @Test
  void theNotebookRunsFromTopToBottomAndDrawsEveryGroup() throws Exception {
    Path index = StatisticsCohort.write(temp.resolve("out"), StatisticsCohort.Size.SMALL, true);
    Path figure = temp.resolve("curves.svg");
    ProcessBuilder python =
        new ProcessBuilder(
                TestPython.program("python").toString(),
                "src/test/oracles/notebook.py",
                "../examples/redraw/curves.ipynb")
            .redirectErrorStream(true);
    python
        .environment()
        .put("COHORTRUN_ANALYSIS", index.resolve("../../analysis").normalize().toString());
    python.environment().put("COHORTRUN_FIGURE", figure.toString());
    Process process = python.start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
    assertThat(figure)
        .content()
        .contains("OS by stage, log-rank p = 8e-07")
        .contains("stage 1")
        .contains("stage 4");
  }
}
