package io.cohortrun.workers.clinical;

import io.cohortrun.workers.table.BadTable;
import io.cohortrun.workers.table.Cells;
import io.cohortrun.workers.table.TextTable;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Which genes were sequenced in which sample, as cBioPortal studies say it.
 *
 * @param sequenced samples of which it is said, with a variant or without
 * @param panelOf sample to panel
 * @param usual panel of other samples; null where they were sequenced whole
 * @param genes panel to its genes
 */
record GenePanels(
    Set<String> sequenced,
    Map<String, String> panelOf,
    String usual,
    Map<String, Set<String>> genes) {

  /** Nothing is said: whoever has a variant was sequenced whole. */
  static final GenePanels NONE = new GenePanels(Set.of(), Map.of(), null, Map.of());

  /** Names of what is no panel: the exome or the genome. */
  private static final Pattern WHOLE =
      Pattern.compile("(?i)(?<![a-z])(wes|wxs|wgs)(?![a-z])|exome|whole.?genome");

  private static final String MATRIX = "data_gene_panel_matrix.txt";
  private static final String PANEL = "mutations"; // its column

  /**
   * Reads {@code data_gene_panel_matrix.txt}, the panels beside it, {@code gene_panel} of {@code
   * meta_mutations.txt} and {@code case_lists/cases_sequenced.txt}, as far as there are any.
   *
   * @param report told of samples whose panel is not defined
   */
  static GenePanels read(Path study, JoinReport report) throws BadTable, IOException {
    Map<String, Set<String>> genes = definitions(study);
    GenePanels panels =
        new GenePanels(sequenced(study), new HashMap<>(), usual(study, genes, report), genes);
    Path matrix = study.resolve(MATRIX);
    if (Files.exists(matrix)) {
      panels.add(NamedTable.read(matrix), report);
    }
    return panels;
  }

  private void add(NamedTable matrix, JoinReport report) throws BadTable {
    int sample = matrix.position("SAMPLE_ID");
    int panel = matrix.position(PANEL);
    List<TextTable.Row> rows = matrix.table().rows();
    for (int r = 0; r < rows.size(); r++) {
      String of = rows.get(r).cells().get(panel);
      if (Cells.isMissing(of)) {
        continue; // sequenced whole or not at all: the case list and the variants know
      }
      sequenced.add(rows.get(r).cells().get(sample));
      panelOf.put(rows.get(r).cells().get(sample), of);
      if (isUndefined(of, genes)) {
        report.add(Reason.UndefinedPanel, matrix.name(), PANEL, r + 1);
      }
    }
  }

  private static Set<String> sequenced(Path study) throws BadTable, IOException {
    Path list = study.resolve("case_lists").resolve("cases_sequenced.txt");
    Set<String> samples = new HashSet<>();
    if (Files.exists(list)) {
      lines(list).forEach(line -> samples.addAll(listed(line, "case_list_ids:")));
    }
    return samples;
  }

  /** Of the table of mutations as a whole. */
  private static String usual(Path study, Map<String, Set<String>> genes, JoinReport report)
      throws BadTable, IOException {
    for (String name : List.of("meta_mutations.txt", "meta_mutations_extended.txt")) {
      Path meta = study.resolve(name);
      List<String> lines = Files.exists(meta) ? lines(meta) : List.of();
      for (int l = 0; l < lines.size(); l++) {
        for (String panel : listed(lines.get(l), "gene_panel:")) {
          if (isUndefined(panel, genes)) {
            report.add(Reason.UndefinedPanel, name, "gene_panel", l + 1);
          }
          return panel;
        }
      }
    }
    return null;
  }

  private static Map<String, Set<String>> definitions(Path study) throws BadTable, IOException {
    List<Path> files = new ArrayList<>();
    for (Path folder : List.of(study, study.resolve("gene_panels"))) {
      if (Files.isDirectory(folder)) {
        try (var found = Files.newDirectoryStream(folder, "*gene_panel*.txt")) {
          found.forEach(files::add);
        }
      }
    }
    Map<String, Set<String>> genes = new HashMap<>();
    for (Path file : files) {
      String id = null;
      for (String line : lines(file)) {
        if (line.startsWith("stable_id:")) {
          id = line.substring(line.indexOf(':') + 1).strip();
        } else if (line.startsWith("gene_list:") && id != null) {
          genes.put(id, listed(line, "gene_list:"));
        }
      }
    }
    return genes;
  }

  /** Words after a key; none if the line has another. */
  private static Set<String> listed(String line, String key) {
    return line.startsWith(key)
        ? Arrays.stream(line.substring(key.length()).split("\\s+", -1))
            .filter(word -> !word.isEmpty())
            .collect(Collectors.toSet())
        : Set.of();
  }

  private static List<String> lines(Path file) throws BadTable, IOException {
    try {
      return Files.readAllLines(file);
    } catch (CharacterCodingException e) {
      throw new BadTable(
          BadTable.Code.UnsupportedFormat, file + " is not UTF-8 text; save it as UTF-8");
    }
  }

  private static boolean isUndefined(String panel, Map<String, Set<String>> genes) {
    return !genes.containsKey(panel) && !isWhole(panel);
  }

  private static boolean isWhole(String panel) {
    return WHOLE.matcher(panel).find();
  }

  /**
   * Samples whose mutations were counted in as many bases: those that were sequenced whole, and all
   * where all are of one panel.
   *
   * @param samples of each patient
   */
  Predicate<String> ofOneSize(Collection<Set<String>> samples) {
    long panels = samples.stream().flatMap(Set::stream).map(this::panel).distinct().count();
    return sample -> panels == 1 || panel(sample) == null || isWhole(panel(sample));
  }

  private String panel(String sample) {
    return panelOf.getOrDefault(sample, usual);
  }

  /**
   * Whether a gene of a sequenced sample was looked at, as far as is known: of a panel that is not
   * defined nothing is.
   */
  boolean covers(String sample, String gene) {
    String panel = panel(sample);
    if (panel == null) {
      return true;
    }
    Set<String> defined = genes.get(panel);
    return defined == null ? isWhole(panel) : defined.contains(gene);
  }
}
