package io.cohortrun.e2e.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.cohortrun.e2e.server.TestPython;
import io.cohortrun.workers.analyse.AssociationComparison;
import io.cohortrun.workers.table.ParquetTable;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which strata two runs share, by the program and by the one that checks it. */
class SharedStrataIT {

  @TempDir Path temp;

  @Test
  void aStratumOfSeveralSubtypesIsSharedOnlyWhereItIsOfTheSame() throws Exception {
    Path run = run("run", "NSCLC,3,,NSCLC", "LUAD,20,NSCLC,NSCLC", "LUSC,20,NSCLC,NSCLC");
    Path same = run("same", "LUSC,16,NSCLC,NSCLC", "NSCLC,9,,NSCLC", "LUAD,18,NSCLC,NSCLC");
    Path whole = run("whole", "NSCLC,44,,NSCLC", "LUAD,50,NSCLC,LUAD");
    assertThat(shared(run, same))
        .isEqualTo(2)
        .isEqualTo(AssociationComparison.of(run, same).overlap().universe());
    assertThat(shared(run, whole))
        .as("the type of that name, and not the subtype")
        .isEqualTo(1)
        .isEqualTo(AssociationComparison.of(run, whole).overlap().universe());
  }

  /** A run that tested a type NSCLC and a subtype of that name. */
  private Path run(String name, String... subtypes) throws Exception {
    Path analysis = Files.createDirectories(temp.resolve(name).resolve("analysis"));
    List<String> lines = new ArrayList<>(List.of("subtype,patients,wider,stratum"));
    lines.addAll(List.of(subtypes));
    Files.write(analysis.resolve("subtypes.csv"), lines);
    for (String level : List.of("type", "subtype")) {
      Path folder = analysis.resolve("associations.parquet/level=" + level);
      Files.createDirectories(folder);
      ParquetTable.writeValues(
          folder.resolve("associations.parquet"),
          Stream.of(
                  "stratum VARCHAR",
                  "channel VARCHAR",
                  "feature VARCHAR",
                  "attribute VARCHAR",
                  "effect DOUBLE",
                  "effect_kind VARCHAR",
                  "significant BOOLEAN")
              .map(column -> column.split(" "))
              .map(column -> new ParquetTable.Column(column[0], column[1]))
              .toList(),
          List.of(List.<Object>of("NSCLC", "CD8", "density", "KRAS", 0.4, "delta", true)));
    }
    return temp.resolve(name);
  }

  /** Tests that the independent program finds in both. */
  private static int shared(Path run, Path other) throws Exception {
    String program =
        "import sys; from concordance import calls; print(len(set(calls(sys.argv[1])) & set(calls(sys.argv[2]))))";
    Process python =
        new ProcessBuilder(
                TestPython.program("python").toString(),
                "-B",
                "-c",
                program,
                run.toString(),
                other.toString())
            .directory(Path.of("src/test/oracles").toFile())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    String said = new String(python.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(python.waitFor()).isZero();
    return Integer.parseInt(said.strip());
  }
}
