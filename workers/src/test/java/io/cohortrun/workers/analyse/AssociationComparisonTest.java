package io.cohortrun.workers.analyse;

import static org.assertj.core.api.Assertions.assertThat;

import io.cohortrun.workflows.stats.screen.Association;
import io.cohortrun.workflows.stats.screen.Attribute;
import io.cohortrun.workflows.stats.screen.Feature;
import io.cohortrun.workflows.stats.screen.Genes;
import io.cohortrun.workflows.stats.screen.Population;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AssociationComparisonTest {

  private static final int N = 80;
  private static final Map<String, String> WIDER =
      Map.of("LUAD", "NSCLC", "LUSC", "NSCLC", "LCLC", "NSCLC");

  @TempDir Path folder;

  private final Random random = new Random(3);

  /** 80 patients: 40 of each subtype are tested by themselves, 20 with others. */
  @Test
  void aStratumOfSeveralSubtypesIsSharedOnlyWhereItIsOfTheSame() throws Exception {
    Path own = written("own", "LUAD", "LUSC", "SCLC", "SCLC");
    Path same = written("same", "LUSC", "LUAD", "SCLC", "SCLC");
    Path other = written("other", "LUAD", "LCLC", "SCLC", "SCLC");
    assertThat(tests(own, same)).isEqualTo(4);
    assertThat(tests(own, other)).as("NSCLC is of others there").isEqualTo(3);
    assertThat(AssociationComparison.of(own, same).both("subtype", "NSCLC", "CD8", "KRAS"))
        .isTrue();
    assertThat(AssociationComparison.of(own, other).both("subtype", "NSCLC", "CD8", "KRAS"))
        .isFalse();
    assertThat(AssociationComparison.of(own, other).both("subtype", "SCLC", "CD8", "KRAS"))
        .isTrue();
  }

  private static long tests(Path one, Path other) throws Exception {
    return AssociationComparison.of(one, other).overlap().universe();
  }

  /** Of patients who have these subtypes by turns. */
  private Path written(String name, String... subtypes) throws Exception {
    Population population =
        new Population(
            Collections.nCopies(N, "lung"),
            IntStream.range(0, N).mapToObj(i -> subtypes[i % subtypes.length]).toList(),
            Collections.nCopies(N, ""),
            List.of(new Feature("CD8", "density", random.doubles(N).toArray())),
            List.of(
                new Attribute(
                    "KRAS",
                    Attribute.Kind.BINARY,
                    IntStream.range(0, N).mapToDouble(i -> i / 4 % 2).toArray())),
            List.of(),
            List.of(),
            Genes.NONE,
            WIDER);
    Path written = folder.resolve(name);
    AssociationFiles.write(
        written, AssociationAnalysis.of(population, HeldStrata.of(population), Association.LEVEL));
    return written;
  }
}
