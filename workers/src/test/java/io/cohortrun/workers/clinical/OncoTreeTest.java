package io.cohortrun.workers.clinical;

import static io.cohortrun.workers.clinical.ClinicalTables.featuresOf;
import static io.cohortrun.workers.clinical.ClinicalTables.found;
import static org.assertj.core.api.Assertions.assertThat;

import io.cohortrun.workers.clinical.OncoTree.Resolved;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Codes of cBioPortal's example study, whose remapping is published with it. */
class OncoTreeTest {

  @Test
  void codesOfOlderReleasesLeadToTheirSuccessors() throws Exception {
    OncoTree tree = OncoTree.load();
    assertThat(tree.size()).isEqualTo(898);
    assertThat(tree.resolve("coad"))
        .isInstanceOfSatisfying(
            Resolved.Current.class,
            c -> assertThat(c.node().mainType()).isEqualTo("Colorectal Cancer"));
    assertThat(successor(tree, "PTCLNOS")).isEqualTo("PTCL");
    assertThat(successor(tree, "SLL")).isEqualTo("CLLSLL");
    assertThat(successor(tree, "CTCL")).isEqualTo("MYCF");
    assertThat(tree.resolve("ALL"))
        .isInstanceOfSatisfying(
            Resolved.Split.class, s -> assertThat(s.successors()).containsExactly("BLL", "TLL"));
    assertThat(tree.resolve("NOSUCH")).isInstanceOf(Resolved.Unknown.class);
  }

  @Test
  void aCodeIsAKindOfAnotherAsFarAsItsMainTypeReaches() throws Exception {
    assertThat(wider("LUAD")).contains("NSCLC");
    assertThat(wider("NSCLC")).as("a tissue is no tumour type").isEmpty();
    assertThat(wider("BRCA")).as("though it is of the same main type").isEmpty();
    assertThat(wider("PAAD")).isEmpty();
    assertThat(wider("GB")).as("beyond one of another main type").contains("DIFG");
  }

  @Test
  void typesAndSubtypesComeFromTheCodesOfAStudy() throws Exception {
    NamedTable study =
        NamedTable.read(ClinicalTables.FOLDER.resolve("oncotree-example-data_clinical_sample.txt"));
    JoinReport report = new JoinReport();

    var population =
        ClinicalTables.join(featuresOf(study, "PATIENT_ID"), List.of(study), Choice.NONE, report)
            .population();

    assertThat(population.subtype().get(13)).isEqualTo("CLLSLL");
    assertThat(population.type().get(17)).isEqualTo("Retinoblastoma");
    assertThat(population.wider())
        .as("as far as patients have them")
        .containsEntry("CLLSLL", "MBN");
    assertThat(population.type().get(0)).as("ALL was split").isEmpty();
    assertThat(found(report))
        .contains("AmbiguousCode ONCOTREE_CODE [1]")
        .anyMatch(f -> f.startsWith("OldCode ONCOTREE_CODE [2, 3, 5,"));
  }

  private static Optional<String> wider(String code) throws Exception {
    OncoTree tree = OncoTree.load();
    return tree.wider(((Resolved.Current) tree.resolve(code)).node()).map(OncoTree.Node::code);
  }

  private static String successor(OncoTree tree, String code) {
    return ((Resolved.Renamed) tree.resolve(code)).node().code();
  }
}
