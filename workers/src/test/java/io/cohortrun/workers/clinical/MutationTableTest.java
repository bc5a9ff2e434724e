package io.cohortrun.workers.clinical;

import static io.cohortrun.workers.clinical.ClinicalTables.attribute;
import static io.cohortrun.workers.clinical.ClinicalTables.counts;
import static io.cohortrun.workers.clinical.ClinicalTables.featuresOf;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MutationTableTest {

  @TempDir Path folder;

  /** Counts of TCGA-LAML by another program. */
  @Test
  void genesAreMutatedNotMutatedOrUnknown() throws Exception {
    NamedTable laml = NamedTable.read(ClinicalTables.FOLDER.resolve("tcga-laml-clinical.tsv"));
    NamedTable genes =
        MutationTable.of(NamedTable.read(ClinicalTables.FOLDER.resolve("tcga-laml.maf.gz")), 30);
    assertThat(genes.table().rows()).hasSize(193);
    assertThat(genes.table().names())
        .containsExactly(
            "patient_id",
            "CEBPA",
            "DNMT3A",
            "FLT3",
            "IDH1",
            "IDH2",
            "NPM1",
            "NRAS",
            "RUNX1",
            "TET2",
            "TP53",
            "WT1",
            "TMB",
            "TMB-high");

    ClinicalJoin join =
        ClinicalTables.join(
            featuresOf(laml, "Tumor_Sample_Barcode"),
            List.of(laml, genes),
            Choice.NONE,
            new JoinReport());

    assertThat(counts(attribute(join, "DNMT3A").values()))
        .containsEntry(1.0, 48L)
        .containsEntry(0.0, 145L)
        .containsEntry(Double.NaN, 7L);
    assertThat(attribute(join, "TMB").values()).contains(1.13333333333, 0.0);
  }

  @Test
  void aGeneThatIsNotOnAPanelIsNotUnmutated() throws Exception {
    write(
        "data_clinical_patient.txt",
        "#Patient\tSex",
        "#Patient\tSex",
        "#STRING\tSTRING",
        "#1\t1",
        "PATIENT_ID\tSEX",
        "A\tM",
        "B\tF",
        "C\tF");
    write(
        "data_clinical_sample.txt",
        "#Patient\tSample",
        "PATIENT_ID\tSAMPLE_ID",
        "A\ta1",
        "B\tb1",
        "C\tc1");
    StringBuilder maf =
        new StringBuilder(
            "#version 2.4\nHugo_Symbol\tVariant_Classification\tTumor_Sample_Barcode\n");
    for (int i = 0; i < 10; i++) {
      maf.append("KRAS\tMissense_Mutation\tx").append(i).append('\n');
      maf.append("TP53\tNonsense_Mutation\tx").append(i).append('\n');
    }
    maf.append("KRAS\tSilent\ta1\nKRAS\tMissense_Mutation\tb1\n");
    Files.writeString(folder.resolve("data_mutations.txt"), maf);
    write("data_gene_panel_matrix.txt", "SAMPLE_ID\tmutations", "a1\tP", "b1\tP", "c1\tWES");
    write("data_gene_panel_P.txt", "stable_id: P", "description: small", "gene_list:\tKRAS\tEGFR");

    List<NamedTable> study = StudyFolder.read(folder, 0);

    assertThat(study).hasSize(3);
    assertThat(study.getLast().table().rows())
        .extracting(row -> String.join(",", row.cells()))
        .contains("A,0,", "B,1,", "C,0,0", "x3,1,1");
    assertThat(study.getFirst().table().names()).containsExactly("PATIENT_ID", "SEX");
  }

  private void write(String name, String... lines) throws Exception {
    Files.writeString(folder.resolve(name), String.join("\n", lines) + "\n");
  }
}
