package io.cohortrun.workers.analyse;

import static org.assertj.core.api.Assertions.assertThat;

import io.cohortrun.workers.table.ParquetTable;
import io.cohortrun.workflows.stats.screen.Association;
import io.cohortrun.workflows.stats.screen.Attribute;
import io.cohortrun.workflows.stats.screen.Feature;
import io.cohortrun.workflows.stats.screen.Population;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AssociationFilesTest {

  private static final int N = 300;

  @TempDir Path folder;

  private final Random random = new Random(2);

  @Test
  void significantSpatialFeaturesAreWrittenBesideWhatIsLeftGivenDensity() throws Exception {
    double[] gene = draw(i -> random.nextInt(2));
    double[] many = draw(i -> random.nextGaussian() + gene[i]);
    Population population =
        new Population(
            Collections.nCopies(N, "lung"),
            Collections.nCopies(N, ""),
            Collections.nCopies(N, ""),
            List.of(
                new Feature("CD8", "density", many),
                new Feature("CD8", "entropy", draw(i -> many[i] + 0.05 * random.nextGaussian())),
                new Feature("CD20", "density", draw(i -> random.nextGaussian())),
                new Feature("CD20", "morans_i", draw(i -> random.nextGaussian() + gene[i]))),
            List.of(new Attribute("KRAS", Attribute.Kind.BINARY, gene)),
            List.of(),
            List.of());
    AssociationFiles.write(
        folder, AssociationAnalysis.of(population, HeldStrata.of(population), Association.LEVEL));

    List<String> rows = Files.readAllLines(folder.resolve("associations_given_density.csv"));
    assertThat(rows.getFirst())
        .isEqualTo(
            "level,stratum,channel,feature,attribute,effect,effect_kind,p,effect_given_density,p_given_density,beyond_density");
    assertThat(rows.subList(1, rows.size()))
        .as("both features at both levels, no density")
        .hasSize(4)
        .anyMatch(r -> r.startsWith("pan-cancer,all,CD20,morans_i,KRAS,") && r.endsWith(",true"))
        .anyMatch(r -> r.startsWith("pan-cancer,all,CD8,entropy,KRAS,") && r.endsWith(",false"));
    assertThat(Files.readAllLines(folder.resolve("associations_significant.csv")).getFirst())
        .as("as published")
        .isEqualTo(String.join(",", AssociationColumns.NAMES));
  }

  /**
   * 300 patients, of 100 of whom the age is known: too few to adjust all for; and of 200, enough.
   */
  @Test
  void anAdjustedPIsWrittenWithTheNumberOfItsPatients() throws Exception {
    double[] few = draw(i -> i < 100 ? random.nextGaussian() : Double.NaN);
    double[] most = draw(i -> i < 200 ? random.nextGaussian() : Double.NaN);
    Population population =
        new Population(
            Collections.nCopies(N, "lung"),
            Collections.nCopies(N, "LUAD"),
            Collections.nCopies(N, ""),
            List.of(new Feature("CD8", "density", draw(i -> random.nextGaussian()))),
            List.of(new Attribute("KRAS", Attribute.Kind.BINARY, draw(i -> i % 2))),
            List.of(),
            List.of(
                new Attribute("age", Attribute.Kind.CONTINUOUS, few),
                new Attribute("weight", Attribute.Kind.CONTINUOUS, most)));
    AssociationFiles.write(
        folder, AssociationAnalysis.of(population, HeldStrata.of(population), Association.LEVEL));

    List<Integer> patients = new ArrayList<>();
    ParquetTable.read(
        folder.resolve("associations.parquet/level=pan-cancer/associations.parquet"),
        row -> patients.addAll(List.of(row.getInt("n"), row.getInt("n_adjusted"))));
    assertThat(patients).containsExactly(300, 200);
    assertThat(folder.resolve("subtypes.csv"))
        .hasContent("subtype,patients,wider,stratum\r\nLUAD,300,,LUAD\r\n");
  }

  private static double[] draw(IntToDoubleFunction of) {
    double[] values = new double[N];
    Arrays.setAll(values, of);
    return values;
  }
}
