package io.cohortrun.workers.clinical;

import static io.cohortrun.workers.clinical.ClinicalTables.attribute;
import static io.cohortrun.workers.clinical.ClinicalTables.counts;
import static io.cohortrun.workers.clinical.ClinicalTables.featuresOf;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MutationTableTest {

  @TempDir Path folder;
  private final JoinReport report = new JoinReport();

  /** Counts of TCGA-LAML by another program. */
  @Test
  void genesAreMutatedNotMutatedOrUnknown() throws Exception {
    NamedTable laml = NamedTable.read(ClinicalTables.FOLDER.resolve("tcga-laml-clinical.tsv"));
    NamedTable genes =
        MutationTable.of(
            NamedTable.read(ClinicalTables.FOLDER.resolve("tcga-laml.maf.gz")), 30, 10, report);
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
    study("a1", "b1", "c1");
    write("data_gene_panel_matrix.txt", "SAMPLE_ID\tmutations", "a1\tP", "b1\tP", "c1\tWES");
    write("data_gene_panel_P.txt", "stable_id: P", "description: small", "gene_list:\tKRAS\tEGFR");

    List<NamedTable> study = StudyFolder.read(folder, 0, 10, report);

    assertThat(study).hasSize(3);
    assertThat(genes(study)).contains("a,0,", "b,1,", "c,0,0", "x3,1,1");
    assertThat(study.getFirst().table().names()).containsExactly("PATIENT_ID", "SEX");
    assertThat(report.findings()).isEmpty();
  }

  @Test
  void ofAPanelThatNobodyDefinesOnlyVariantsAreKnown() throws Exception {
    study("a1", "b1", "c1");
    write(
        "data_gene_panel_matrix.txt",
        "SAMPLE_ID\tmutations",
        "a1\tIMPACT468",
        "c1\tWXS/WGS",
        "b1\tIMPACT468");

    assertThat(genes(StudyFolder.read(folder, 0, 10, report))).contains("a,,", "b,1,", "c,0,0");
    assertThat(ClinicalTables.found(report)).containsExactly("UndefinedPanel mutations [1, 3]");
  }

  @Test
  void thePanelOfAWholeTableIsInItsMetaFile() throws Exception {
    study("a1", "b1", "c1");
    write("meta_mutations.txt", "stable_id: mutations", "gene_panel: P");
    write("meta_mutations_extended.txt", "gene_panel:");
    write("data_gene_panel_matrix.txt", "SAMPLE_ID\tmutations", "c1\tWES");
    write("gene_panels/gene_panel_P.txt", "stable_id: P", "gene_list: KRAS");
    assertThat(genes(StudyFolder.read(folder, 0, 10, report))).contains("a,0,", "b,1,", "c,0,0");
    assertThat(report.findings()).isEmpty();

    Files.delete(folder.resolve("gene_panels/gene_panel_P.txt"));
    assertThat(genes(StudyFolder.read(folder, 0, 10, report))).contains("a,,", "b,1,", "c,0,0");
    assertThat(ClinicalTables.found(report)).containsExactly("UndefinedPanel gene_panel [2]");
  }

  @Test
  void whoWasSequencedWithoutAVariantIsInTheCaseList() throws Exception {
    study("a1", "b1", "c1");
    assertThat(genes(StudyFolder.read(folder, 0, 10, report)))
        .noneMatch(row -> row.startsWith("c"));

    write("case_lists/cases_sequenced.txt", "stable_id: s_sequenced", "case_list_ids: a1\tb1\tc1");
    assertThat(genes(StudyFolder.read(folder, 0, 10, report))).contains("a,0,0", "b,1,0", "c,0,0");

    // NA is a sample without a panel: sequenced whole if the case list has it, not at all otherwise
    write("case_lists/cases_sequenced.txt", "case_list_ids: c1");
    study("a1", "b1", "c1", "d1");
    write("data_gene_panel_matrix.txt", "SAMPLE_ID\tmutations", "c1\tNA", "d1\tNA");
    assertThat(genes(StudyFolder.read(folder, 0, 10, report)))
        .contains("c,0,0")
        .noneMatch(row -> row.startsWith("d"));
  }

  @Test
  void genesOfFewerPatientsThanAnArmAreToldOnceEach() throws Exception {
    NamedTable maf =
        ClinicalTables.table(
            "m.maf",
            "Hugo_Symbol,Variant_Classification,Tumor_Sample_Barcode",
            "KRAS,Missense_Mutation,a",
            "TP53,Missense_Mutation,a",
            "TP53,Missense_Mutation,a",
            "TTN,Silent,b",
            "KRAS,Missense_Mutation,b");

    NamedTable genes = MutationTable.of(maf, 0, 2, report);

    assertThat(genes.table().names()).containsExactly("patient_id", "KRAS");
    assertThat(ClinicalTables.found(report)).containsExactly("RareGene Hugo_Symbol [2, 4]");
    assertThat(MutationTable.of(maf, 0, 1, report).genes())
        .containsExactlyInAnyOrder("KRAS", "TP53");
  }

  @Test
  void theBurdenOfAPatientIsTheMeanOfTheSamples() throws Exception {
    StringBuilder maf =
        new StringBuilder("Hugo_Symbol,Variant_Classification,Tumor_Sample_Barcode");
    for (int i = 0; i < 24; i++) {
      maf.append("\nG").append(i).append(",Missense_Mutation,TCGA-AA-0001-01A");
      maf.append("\nG").append(i).append(",Nonsense_Mutation,TCGA-AA-0001-06A");
    }
    maf.append("\nG1,Silent,TCGA-AA-0002-01A");

    NamedTable table =
        MutationTable.of(
            ClinicalTables.table("m.maf", maf.toString().split("\n", -1)), 2, 10, report);

    assertThat(table.table().names()).containsExactly("patient_id", "TMB", "TMB-high");
    assertThat(table.table().rows())
        .extracting(row -> String.join(",", row.cells()))
        .containsExactly("TCGA-AA-0001,12,1", "TCGA-AA-0002,0,0");
  }

  @Test
  void aBurdenIsOfWhatWasSequencedOnAsManyBases() throws Exception {
    study("a1", "b1", "c1");
    write("data_gene_panel_matrix.txt", "SAMPLE_ID\tmutations", "b1\tP", "c1\tWES");
    write("data_gene_panel_P.txt", "stable_id: P", "gene_list: KRAS TP53");
    assertThat(genes(StudyFolder.read(folder, .1, 10, report)))
        .contains("a,0,0,0,0", "b,1,0,NA,", "c,0,0,0,0", "x3,1,1,20,1");

    write("meta_mutations.txt", "gene_panel: P");
    write("data_gene_panel_matrix.txt", "SAMPLE_ID\tmutations", "b1\tP", "c1\tP");
    assertThat(genes(StudyFolder.read(folder, .1, 10, report)))
        .contains("a,0,0,0,0", "b,1,0,10,1", "c,0,0,0,0");
  }

  /** Patients a, b, ... of samples a1, b1, ...; of a KRAS is silent, of b mutated. */
  private void study(String... samples) throws Exception {
    List<String> patients = new ArrayList<>(List.of("#Patient\tSex", "PATIENT_ID\tSEX"));
    List<String> clinical = new ArrayList<>(List.of("#Patient\tSample", "PATIENT_ID\tSAMPLE_ID"));
    for (String sample : samples) {
      patients.add(sample.charAt(0) + "\tF");
      clinical.add(sample.charAt(0) + "\t" + sample);
    }
    write("data_clinical_patient.txt", patients.toArray(String[]::new));
    write("data_clinical_sample.txt", clinical.toArray(String[]::new));
    StringBuilder maf =
        new StringBuilder(
            "#version 2.4\nHugo_Symbol\tVariant_Classification\tTumor_Sample_Barcode\n");
    for (int i = 0; i < 10; i++) {
      maf.append("KRAS\tMissense_Mutation\tx").append(i).append('\n');
      maf.append("TP53\tNonsense_Mutation\tx").append(i).append('\n');
    }
    maf.append("KRAS\tSilent\ta1\nKRAS\tMissense_Mutation\tb1\n");
    Files.writeString(folder.resolve("data_mutations.txt"), maf);
  }

  private static List<String> genes(List<NamedTable> study) {
    return study.getLast().table().rows().stream()
        .map(row -> String.join(",", row.cells()))
        .toList();
  }

  private void write(String name, String... lines) throws Exception {
    Files.createDirectories(folder.resolve(name).getParent());
    Files.writeString(folder.resolve(name), String.join("\n", lines) + "\n");
  }
}
