package io.cohortrun.workers.analyse;

import io.cohortrun.workers.table.CsvFile;
import io.cohortrun.workflows.stats.association.Least;
import io.cohortrun.workflows.stats.screen.Population;
import io.cohortrun.workflows.stats.screen.SubtypeStrata;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

/** In which stratum each subtype is analysed, and what it is a kind of; those above it, too. */
public final class SubtypeTable {

  private SubtypeTable() {}

  /**
   * Writes {@code subtypes.csv}.
   *
   * @param folder is made if it is not there; a file of that name is replaced
   * @param least patients of a stratum: subtypes of fewer share a wider one
   * @throws IOException the disk fails
   */
  public static void write(Path folder, Population population, Least least) throws IOException {
    CsvFile.write(
        folder.resolve("subtypes.csv"),
        List.of("subtype", "patients", "wider", "stratum"),
        rows(population, least));
  }

  private static List<List<Object>> rows(Population population, Least least) {
    Map<String, String> strata =
        SubtypeStrata.of(population.subtype(), population.wider(), least.subjects());
    SortedSet<String> all = new TreeSet<>(strata.keySet());
    population.wider().forEach((narrow, wide) -> all.addAll(List.of(narrow, wide)));
    return all.stream()
        .map(
            subtype ->
                List.<Object>of(
                    subtype,
                    Collections.frequency(population.subtype(), subtype),
                    population.wider().getOrDefault(subtype, ""),
                    strata.getOrDefault(subtype, "")))
        .toList();
  }
}
