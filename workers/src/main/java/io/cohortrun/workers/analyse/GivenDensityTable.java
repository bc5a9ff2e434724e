package io.cohortrun.workers.analyse;

import io.cohortrun.workers.table.CsvFile;
import io.cohortrun.workflows.stats.screen.Association;
import io.cohortrun.workflows.stats.screen.Tested;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * {@code associations_given_density.csv}: significant associations of other features than density,
 * crude beside given the density of the channel.
 */
final class GivenDensityTable implements AssociationAnalysis.Sink {

  private static final List<String> NAMES =
      List.of(
          "level",
          "stratum",
          "channel",
          "feature",
          "attribute",
          "effect",
          "effect_kind",
          "p",
          "effect_given_density",
          "p_given_density",
          "beyond_density");

  private final List<List<Object>> rows = new ArrayList<>();

  @Override
  public void stratum(List<Association> associations) {
    associations.forEach(
        a -> a.givenDensity().ifPresent(given -> rows.add(row(a, a.tested(), given))));
  }

  void write(Path folder) throws IOException {
    CsvFile.write(folder.resolve("associations_given_density.csv"), NAMES, rows);
  }

  private static List<Object> row(Association of, Tested tested, Tested.Conditional given) {
    return Arrays.asList(
        tested.level().written(),
        tested.stratum(),
        tested.channel(),
        tested.feature(),
        tested.attribute(),
        tested.result().effect(),
        tested.result().effectKind(),
        tested.result().p(),
        given.effect(),
        given.p(),
        of.beyondDensity().orElse(null));
  }
}
