package io.cohortrun.workers.population;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cohortrun.workers.store.Stores;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
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

  @Test
  void whatAWorkerHoldsForItselfIsNoTableByWhateverLink() throws Exception {
    Path own = Files.createDirectory(folder.resolve("keys"));
    Path key = Files.writeString(own.resolve("codec.keys"), "2026-01 c2VjcmV0");
    Path link = Files.createSymbolicLink(folder.resolve("data_clinical_patient.txt"), key);
    ClinicalPlaces places = new ClinicalPlaces(Stores::open, List.of(own.toRealPath()));
    for (Path table : List.of(key, own.resolve("../keys/codec.keys"), link)) {
      assertThatThrownBy(() -> places.file(table.toString()))
          .isInstanceOf(ClinicalRefused.class)
          .hasMessageContaining("holds for itself");
    }
    assertThatThrownBy(() -> places.study(folder.toString()))
        .isInstanceOf(ClinicalRefused.class)
        .hasMessageContaining("holds for itself");
    assertThat(places.file(Files.writeString(folder.resolve("t.csv"), "id").toString()))
        .asString()
        .isEqualTo("id");
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void theEnvironmentOfAProcessIsNoTable() {
    assertThatThrownBy(() -> new ClinicalPlaces(Stores::open).file("/proc/self/environ"))
        .isInstanceOf(ClinicalRefused.class)
        .hasMessageContaining("holds for itself");
  }
}
