package io.cohortrun.workers.population;

import static org.assertj.core.api.Assertions.assertThat;

import io.cohortrun.workers.store.Stores;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClinicalPlacesTest {

  @TempDir Path folder;

  @Test
  void ofAStudyIsTakenWhatSaysWhoWasSequencedAndOnWhat() throws Exception {
    List<String> read =
        List.of(
            "case_lists/cases_sequenced.txt",
            "data_clinical_patient.txt",
            "data_clinical_sample.txt",
            "data_gene_panel_matrix.txt",
            "data_mutations.txt",
            "gene_panels/data_gene_panel_p.txt",
            "meta_mutations.txt");
    Files.createDirectory(folder.resolve("case_lists"));
    Files.createDirectory(folder.resolve("gene_panels"));
    for (String name : read) {
      Files.writeString(folder.resolve(name), name);
    }
    Files.writeString(folder.resolve("case_lists/cases_cna.txt"), "of no use");
    Files.writeString(folder.resolve("data_cna.txt"), "of no use");

    var found = new ClinicalPlaces(Stores::open).study(folder.toUri().toString());

    assertThat(found.keySet()).containsExactlyElementsOf(read);
  }
}
