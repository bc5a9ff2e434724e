package io.cohortrun.workers.synth;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A population's tables as a cBioPortal study. */
final class Study {

  static final String STAGE = "STAGE";
  static final String BURDEN = "TMB_NONSYNONYMOUS";
  static final String UNSTABLE = "MSI_STATUS";

  /** The endpoint, as it is found from OS_MONTHS and OS_STATUS. */
  static final String SURVIVAL = "OS";

  /** Features of a run in which an effect shows. */
  static final String DENSITY = "density";

  static final String MORANS_I = "morans_i";

  static final String SHARPNESS = "sharpness";

  private Study() {}

  static String site(Population population, int site) {
    return "%s%d".formatted(population, site + 1);
  }

  /** Writes a folder; patients who are not in the tables are left out. */
  static void write(Path folder, Population population, List<Patient> patients) throws IOException {
    Files.createDirectories(folder);
    List<String> people =
        lines("PATIENT_ID", "AGE", "SEX", "SITE", STAGE, "NEOADJUVANT", "OS_STATUS", "OS_MONTHS");
    List<String> samples = lines("SAMPLE_ID", "PATIENT_ID", "ONCOTREE_CODE", UNSTABLE, BURDEN);
    List<String> panels = lines("SAMPLE_ID", "mutations");
    List<String> mutations = lines("Hugo_Symbol", "Variant_Classification", "Tumor_Sample_Barcode");
    for (Patient patient : patients) {
      Patient.History r = patient.history();
      if (r.kept()) {
        String sample = patient.id() + "-S1";
        people.add(
            line(
                patient.id(),
                String.valueOf(r.age()),
                r.female() ? "Female" : "Male",
                site(population, patient.site()),
                r.stageKnown()
                    ? List.of("I", "II", "III", "IV").get(r.stage() - 1)
                    : "[Not Available]",
                r.neoadjuvant() ? "Yes" : "No",
                r.dead() ? "1:DECEASED" : "0:LIVING",
                number(r.months())));
        samples.add(
            line(
                sample,
                patient.id(),
                patient.code(),
                r.unstable() ? "MSI-H" : "MSS",
                number(r.burden())));
        panels.add(line(sample, r.panel() == Panel.EXOME ? "WES" : r.panel().name()));
        Gene.all().stream()
            .map(Gene::name)
            .filter(name -> r.mutated().contains(name) && covered(r.panel()).contains(name))
            .forEach(name -> mutations.add(line(name, "Missense_Mutation", sample)));
      }
    }
    Files.write(folder.resolve("data_clinical_patient.txt"), people);
    Files.write(folder.resolve("data_clinical_sample.txt"), samples);
    Files.write(folder.resolve("data_gene_panel_matrix.txt"), panels);
    Files.write(folder.resolve("data_mutations.txt"), mutations);
    for (Panel panel : List.of(Panel.PANEL_1, Panel.PANEL_2)) {
      Files.write(
          folder.resolve("data_gene_panel_%s.txt".formatted(panel.name().toLowerCase(Locale.ROOT))),
          List.of("stable_id: " + panel, "gene_list: " + String.join("\t", covered(panel))));
    }
  }

  private static List<String> covered(Panel panel) {
    List<String> names = new ArrayList<>();
    List<Gene> genes = Gene.all();
    for (int g = 0; g < genes.size(); g++) {
      if (panel.covers(g)) {
        names.add(genes.get(g).name());
      }
    }
    return names;
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.2f", value);
  }

  private static List<String> lines(String... header) {
    return new ArrayList<>(List.of(line(header)));
  }

  private static String line(String... cells) {
    return String.join("\t", cells);
  }
}
