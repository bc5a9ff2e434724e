package io.cohortrun.workers.clinical;

import io.cohortrun.workers.table.BadTable;
import io.cohortrun.workers.table.Cells;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which genes were sequenced in which sample, as cBioPortal studies say it.
 *
 * @param panelOf sample to panel, for every sample that was sequenced
 * @param genes panel to its genes; a panel that is not here (WES, say) holds all
 */
record GenePanels(Map<String, String> panelOf, Map<String, Set<String>> genes) {

  /** Nothing is said: whoever has a variant was sequenced whole. */
  static final GenePanels NONE = new GenePanels(Map.of(), Map.of());

  /** Reads {@code data_gene_panel_matrix.txt} and the panels beside it, as far as there are any. */
  static GenePanels read(Path study) throws BadTable, IOException {
    Path matrix = study.resolve("data_gene_panel_matrix.txt");
    if (!Files.exists(matrix)) {
      return NONE;
    }
    NamedTable table = NamedTable.read(matrix);
    int sample = table.position("SAMPLE_ID");
    int panel = table.position("mutations");
    Map<String, String> panelOf = new HashMap<>();
    for (var row : table.table().rows()) {
      if (!Cells.isMissing(row.cells().get(panel))) {
        panelOf.put(row.cells().get(sample), row.cells().get(panel));
      }
    }
    Map<String, Set<String>> genes = new HashMap<>();
    List<Path> files = new ArrayList<>();
    for (Path folder : List.of(study, study.resolve("gene_panels"))) {
      if (Files.isDirectory(folder)) {
        try (var found = Files.newDirectoryStream(folder, "*gene_panel*.txt")) {
          found.forEach(files::add);
        }
      }
    }
    for (Path file : files) {
      definition(file, genes);
    }
    return new GenePanels(panelOf, genes);
  }

  private static void definition(Path file, Map<String, Set<String>> genes)
      throws BadTable, IOException {
    String id = null;
    for (String line : lines(file)) {
      if (line.startsWith("stable_id:")) {
        id = line.substring(line.indexOf(':') + 1).strip();
      } else if (line.startsWith("gene_list:") && id != null) {
        String[] names = line.substring(line.indexOf(':') + 1).strip().split("\\s+");
        genes.put(id, new HashSet<>(Arrays.asList(names)));
      }
    }
  }

  private static List<String> lines(Path file) throws BadTable, IOException {
    try {
      return Files.readAllLines(file);
    } catch (CharacterCodingException e) {
      throw new BadTable(
          BadTable.Code.UnsupportedFormat, file + " is not UTF-8 text; save it as UTF-8");
    }
  }

  /** Whether a gene of a sequenced sample was looked at. */
  boolean covers(String sample, String gene) {
    Set<String> panel = genes.get(panelOf.getOrDefault(sample, ""));
    return panel == null || panel.contains(gene);
  }
}
