package io.cohortrun.workers.clinical;

import static io.cohortrun.workers.clinical.ClinicalTables.featuresOf;
import static io.cohortrun.workers.clinical.ClinicalTables.found;
import static org.assertj.core.api.Assertions.assertThat;

import io.cohortrun.workers.clinical.OncoTree.Resolved;
import io.cohortrun.workers.table.TextTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
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
    assertThat(tree.resolve("NOSUCH")).isInstanceOf(Resolved.Unknown.class);
  }

  /**
   * Each row of the published remapping. Where that leaves one option to a person, for it has
   * become finer, ours takes it: the patient's type is known either way.
   */
  @Test
  void codesGoWhereThePublishedRemappingSends() throws Exception {
    OncoTree tree = OncoTree.load();
    TextTable before =
        TextTable.read(ClinicalTables.FOLDER.resolve("oncotree-example-data_clinical_sample.txt"));
    TextTable after =
        TextTable.read(
            ClinicalTables.FOLDER.resolve("oncotree-example-data_clinical_sample_remapped.txt"));
    assertThat(after.rows()).hasSize(18);
    List<String> newSince = new ArrayList<>();
    for (int i = 0; i < 18; i++) {
      String code = cell(before, i, "ONCOTREE_CODE");
      String published = cell(after, i, "ONCOTREE_CODE");
      String options = cell(after, i, "ONCOTREE_CODE_OPTIONS");
      Matcher several = Pattern.compile("-> \\{(.*)}").matcher(options);
      if (several.find()) {
        assertThat(ends(tree, code)).as(code).containsExactly(several.group(1).split(",", -1));
      } else if (options.contains("???")) {
        newSince.add(code);
      } else if (published.isEmpty() || published.equals("NA")) {
        assertThat(ends(tree, code)).as(code).isEmpty();
      } else {
        assertThat(ends(tree, code)).as(code).containsExactly(published);
      }
    }
    assertThat(newSince).as("unknown to the release of the example").hasSize(2);
    for (String code : newSince) {
      assertThat(tree.resolve(code)).as(code).isInstanceOf(Resolved.Current.class);
    }
  }

  private static String cell(TextTable table, int row, String column) {
    return table.rows().get(row).cells().get(table.names().indexOf(column));
  }

  /** The codes that a code comes to. */
  private static List<String> ends(OncoTree tree, String code) {
    return switch (tree.resolve(code)) {
      case Resolved.Current current -> List.of(current.node().code());
      case Resolved.Renamed renamed -> List.of(renamed.node().code());
      case Resolved.Split split -> List.copyOf(split.successors());
      case Resolved.Unknown unknown -> List.of();
    };
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
}
