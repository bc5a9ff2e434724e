package io.cohortrun.workers.population;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cohortrun.workers.clinical.JoinReport;
import io.cohortrun.workflows.contract.AnalysisSettings;
import io.cohortrun.workflows.contract.ClinicalSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Mutation tables of a run, and how much was sequenced. */
class RunMutationsTest extends AnalysedCohort {

  @Test
  void mutationsAndMegabasesOfTheSpecGiveABurdenThatReadersSee() throws Exception {
    StringBuilder maf =
        new StringBuilder("Hugo_Symbol\tVariant_Classification\tTumor_Sample_Barcode\n");
    for (int p = 0; p < 40; p++) {
      maf.append(p % 2 == 0 ? "TP53\tMissense_Mutation\tP" : "TP53\tSilent\tP");
      maf.append(p).append("\n");
      for (int g = 0; g < p % 9; g++) {
        maf.append("G").append(p).append("\tNonsense_Mutation\tP").append(p).append("\n");
      }
    }
    Path mutations = Files.writeString(folder.resolve("m.maf"), maf);
    AnalysisSettings usual = settings(LEVELS);
    AnalysisSettings asked = sequenced(usual, List.of(mutations.toUri().toString()));
    files(asked).keep(store, layout.clinical());

    write(asked);

    assertThat(text("patients.csv").lines().findFirst().orElseThrow().split(","))
        .contains("TP53", "TMB", "TMB-high");
    assertThat(text("table1.csv").lines())
        .anyMatch(l -> l.startsWith("TMB,"))
        .noneMatch(l -> l.startsWith("TP53,"));
    assertThat(text("dictionary.tsv")).contains("TMB\tcontinuous");
    assertThat(text("join_report.csv"))
        .as("of the patients 35 have a gene of their own")
        .contains("RareGene,m.maf,Hugo_Symbol,35,");
  }

  @Test
  void genesOfASmallerArmAreTestedIfTheSpecAsksForIt() throws Exception {
    StringBuilder maf =
        new StringBuilder("Hugo_Symbol\tVariant_Classification\tTumor_Sample_Barcode\n");
    for (int p = 0; p < 6; p++) {
      maf.append("TP53\tMissense_Mutation\tP").append(p).append("\n");
    }
    Path mutations = Files.writeString(folder.resolve("m.maf"), maf);
    AnalysisSettings usual = settings(LEVELS);
    for (int arm : new int[] {5, 10}) {
      AnalysisSettings.Associations all = usual.associations();
      AnalysisSettings asked =
          sequenced(
              new AnalysisSettings(
                  usual.clinical(),
                  new AnalysisSettings.Associations(
                      all.levels(),
                      all.falseDiscoveryRate(),
                      all.minPatients(),
                      arm,
                      all.adjustFor()),
                  null,
                  null,
                  null,
                  null,
                  List.of(),
                  10,
                  null),
              List.of(mutations.toUri().toString()));
      boolean tested =
          new RunClinical(asked, files(asked))
              .tables(new JoinReport()).stream().anyMatch(t -> t.genes().contains("TP53"));
      assertThat(tested).as("an arm of %s", arm).isEqualTo(arm == 5);
    }
  }

  @Test
  void aSecondBurdenBesideThatOfATableIsRefused() throws Exception {
    List<String> lines = new ArrayList<>(Files.readAllLines(clinical));
    lines.replaceAll(l -> l + (l.startsWith("patient_id") ? ",tmb" : ",3.5"));
    Files.write(clinical, lines);
    Path mutations =
        Files.writeString(
            folder.resolve("m.maf"),
            "Hugo_Symbol\tVariant_Classification\tTumor_Sample_Barcode\nTP53\tSilent\tP1\n");
    AnalysisSettings asked = sequenced(settings(LEVELS), List.of(mutations.toUri().toString()));
    assertThatThrownBy(() -> new RunClinical(asked, files(asked)).check(manifest("P")))
        .isInstanceOf(ClinicalRefused.class)
        .hasMessageContaining(
            "megabases gives patients a TMB, and clinical table.csv has a column");
  }

  @Test
  void megabasesOfNothingAreRefused() throws Exception {
    AnalysisSettings asked = sequenced(settings(LEVELS), List.of());
    assertThatThrownBy(() -> new RunClinical(asked, files(asked)).check(manifest("P")))
        .isInstanceOf(ClinicalRefused.class)
        .hasMessageStartingWith("BadValue: spec.clinical.megabases is of sequencing");
  }

  private static AnalysisSettings sequenced(AnalysisSettings usual, List<String> mutations) {
    ClinicalSettings tables = usual.clinical();
    return usual.with(
        new ClinicalSettings(
            tables.tables(),
            null,
            mutations,
            0.5,
            "",
            tables.oncoTree(),
            List.of(),
            List.of(),
            "All"));
  }
}
