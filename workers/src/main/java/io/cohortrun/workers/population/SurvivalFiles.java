package io.cohortrun.workers.population;

import io.cohortrun.workers.clinical.Endpoint;
import io.cohortrun.workers.table.CsvFile;
import io.cohortrun.workflows.stats.multiplicity.Adjusted;
import io.cohortrun.workflows.stats.outcome.ChannelHazard;
import io.cohortrun.workflows.stats.outcome.GroupCurves;
import io.cohortrun.workflows.stats.screen.Level;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Tables of survival. */
final class SurvivalFiles {

  private static final List<String> HAZARDS =
      List.of(
          "level",
          "stratum",
          "endpoint",
          "channel",
          "feature",
          "model",
          "n",
          "events",
          "hr",
          "lower",
          "upper",
          "p",
          "q",
          "concordance",
          "zph_p",
          "reason");

  private static final List<String> CURVES =
      List.of(
          "level",
          "stratum",
          "endpoint",
          "by",
          "group",
          "time",
          "at_risk",
          "events",
          "survival",
          "lower",
          "upper");

  private static final List<String> TESTS =
      List.of("level", "stratum", "endpoint", "by", "groups", "n", "events", "chi2", "df", "p");

  private record Family(Level level, String endpoint, String model) {}

  private SurvivalFiles() {}

  /** Writes {@code survival.csv}; q over all strata of a level, endpoint and model. */
  static void hazards(Path folder, List<ChannelHazard> hazards) throws IOException {
    double[] q = new double[hazards.size()];
    Map<Family, List<Integer>> families =
        IntStream.range(0, q.length)
            .boxed()
            .collect(
                Collectors.groupingBy(
                    i -> family(hazards.get(i)), LinkedHashMap::new, Collectors.toList()));
    families
        .values()
        .forEach(
            family -> {
              double[] of =
                  Adjusted.benjaminiHochberg(
                      family.stream().mapToDouble(i -> hazards.get(i).p()).toArray());
              for (int j = 0; j < of.length; j++) {
                q[family.get(j)] = of[j];
              }
            });
    CsvFile.write(
        folder.resolve("survival.csv"),
        HAZARDS,
        IntStream.range(0, q.length).mapToObj(i -> row(hazards.get(i), q[i])).toList());
  }

  private static Family family(ChannelHazard of) {
    return new Family(of.level(), of.endpoint(), of.model());
  }

  private static List<Object> row(ChannelHazard of, double q) {
    return Arrays.asList(
        of.level().written(),
        of.stratum(),
        of.endpoint(),
        of.channel(),
        of.feature(),
        of.model(),
        of.n(),
        of.events(),
        of.hr(),
        of.lower(),
        of.upper(),
        of.p(),
        q,
        of.concordance(),
        of.zphP(),
        of.reason());
  }

  /** Writes {@code kaplan_meier.csv}, in days, and {@code logrank.csv}. */
  static void groups(Path folder, List<GroupCurves> groups, List<Endpoint> endpoints)
      throws IOException {
    Map<String, Double> days =
        endpoints.stream().collect(Collectors.toMap(Endpoint::name, e -> e.unit().days()));
    CsvFile.write(
        folder.resolve("kaplan_meier.csv"),
        CURVES,
        groups.stream()
            .flatMap(g -> g.curves().stream())
            .map(point -> row(point, days.get(point.endpoint())))
            .toList());
    CsvFile.write(
        folder.resolve("logrank.csv"),
        TESTS,
        groups.stream().flatMap(g -> g.tests().stream()).map(SurvivalFiles::row).toList());
  }

  private static List<Object> row(GroupCurves.Point of, double days) {
    return Arrays.asList(
        of.level().written(),
        of.stratum(),
        of.endpoint(),
        of.by(),
        of.group(),
        of.time() * days,
        of.atRisk(),
        of.events(),
        of.survival(),
        of.lower(),
        of.upper());
  }

  private static List<Object> row(GroupCurves.Test of) {
    return Arrays.asList(
        of.level().written(),
        of.stratum(),
        of.endpoint(),
        of.by(),
        of.groups(),
        of.n(),
        of.events(),
        of.chiSquared(),
        of.df(),
        of.p());
  }
}
