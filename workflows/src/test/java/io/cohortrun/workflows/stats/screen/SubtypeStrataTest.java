package io.cohortrun.workflows.stats.screen;

import static org.assertj.core.api.Assertions.assertThat;

import io.cohortrun.workflows.stats.association.Least;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Kinds of leukaemia: AML holds AMLRGA, which holds the two narrowest. */
class SubtypeStrataTest {

  private static final Map<String, String> WIDER =
      Map.of("AMLNPM1", "AMLRGA", "AMLRUNX1", "AMLRGA", "AMLRGA", "AML", "AMLMRC", "AML");

  @Test
  void whatIsTooSmallIsTestedWithTheOthersOfTheNearestWiderThatIsLargeEnough() {
    assertThat(of(Map.of("AMLNPM1", 20, "AMLRUNX1", 12, "AMLMRC", 40)))
        .containsEntry("AMLNPM1", "AMLRGA")
        .containsEntry("AMLRUNX1", "AMLRGA")
        .containsEntry("AMLMRC", "AMLMRC");
    assertThat(of(Map.of("AMLNPM1", 20, "AMLRGA", 5, "AMLMRC", 6)))
        .as("together over two steps")
        .isEqualTo(Map.of("AMLNPM1", "AML", "AMLRGA", "AML", "AMLMRC", "AML"));
    assertThat(of(Map.of("AMLNPM1", 31, "AMLRUNX1", 29, "AML", 1)))
        .as("the large one keeps its own")
        .isEqualTo(Map.of("AMLNPM1", "AMLNPM1", "AMLRUNX1", "AML", "AML", "AML"));
  }

  @Test
  void whatStaysTooSmallKeepsItsName() {
    assertThat(of(Map.of("AMLNPM1", 20, "AMLMRC", 9, "BLL", 3)))
        .isEqualTo(Map.of("AMLNPM1", "AMLNPM1", "AMLMRC", "AMLMRC", "BLL", "BLL"));
  }

  @Test
  void patientsOfUnknownSubtypeAreInNoStratumOfThem() {
    List<String> subtype = new ArrayList<>(Collections.nCopies(15, "AMLNPM1"));
    subtype.addAll(Collections.nCopies(15, "AMLRUNX1"));
    subtype.add("");
    List<String> none = Collections.nCopies(31, "");
    Population population =
        new Population(
            none, subtype, none, List.of(), List.of(), List.of(), List.of(), Genes.NONE, WIDER);

    assertThat(population.strata().getLast().name()).isEqualTo("AMLRGA");
    assertThat(population.strata().getLast().rows()).hasSize(30);
    assertThat(population.strata(new Least(15, 5)))
        .extracting(Population.Stratum::name)
        .containsExactly("all", "AMLNPM1", "AMLRUNX1");
  }

  private static Map<String, String> of(Map<String, Integer> patients) {
    List<String> subtype = new ArrayList<>();
    patients.forEach((code, n) -> subtype.addAll(Collections.nCopies(n, code)));
    return SubtypeStrata.of(subtype, WIDER, 30);
  }
}
