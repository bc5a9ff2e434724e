package io.cohortrun.workers.synth;

import io.cohortrun.workers.analyse.Quantity;
import io.cohortrun.workers.table.BadTable;
import io.cohortrun.workers.table.ParquetTable;
import io.cohortrun.workers.table.TextTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;

/** What a finished run found of what was planted, and what it found that was not. */
public final class PlantedScore {

  private static final String PAN_CANCER = "pan-cancer";
  private static final double LEVEL = .05;

  /** A planted pair that power is asked of. */
  private record Planted(String kind, String pair, double sign, String reliability) {}

  /** A test of the run. */
  private record Test(
      String level,
      String channel,
      String feature,
      String attribute,
      double sign,
      double crude,
      double p,
      double adjusted,
      boolean specific,
      boolean significant) {

    /** Whether the key has it; what follows from a density shows in all features of the channel. */
    boolean in(Set<String> key) {
      return key.contains(pair(attribute, channel, Study.DENSITY))
          || key.contains(pair(attribute, channel, feature));
    }
  }

  private final List<Planted> planted = new ArrayList<>();
  private final Set<String> key = new LinkedHashSet<>();
  private final Set<String> confounded = new LinkedHashSet<>();
  private final List<Test> tests = new ArrayList<>();

  private PlantedScore() {}

  /**
   * Scores.
   *
   * @param run folder of the run's attempt, or of {@code analyse associations -o}
   * @param truth the population's {@code truth.csv}
   * @return power and what else is known of each kind of effect, share of false discoveries
   * @throws BadTable one of them is not what it should be
   * @throws IOException a table cannot be read
   */
  public static List<Quantity> of(Path run, Path truth) throws BadTable, IOException {
    PlantedScore score = new PlantedScore();
    score.readKey(truth);
    score.readTests(run);
    List<Quantity> found = new ArrayList<>();
    Map<String, List<Planted>> kinds = new TreeMap<>();
    for (Planted one : score.planted) {
      kinds.computeIfAbsent(one.kind(), k -> new ArrayList<>()).add(one);
      kinds
          .computeIfAbsent(one.kind() + " reliability " + one.reliability(), k -> new ArrayList<>())
          .add(one);
    }
    kinds.forEach((kind, pairs) -> score.power(found, kind, pairs));
    score.confounding(found);
    score.falseDiscoveries(found);
    return found;
  }

  private static String pair(String attribute, String channel, String feature) {
    return attribute + "\t" + channel + "\t" + feature;
  }

  private void readKey(Path truth) throws BadTable, IOException {
    TextTable table = TextTable.read(truth);
    if (!table.names().equals(AnswerKey.NAMES)) {
      throw new BadTable(
          BadTable.Code.NoSuchColumn,
          truth
              + " is no answer key; give the truth.csv that cohort synth wrote for this population");
    }
    for (TextTable.Row row : table.rows()) {
      List<String> c = row.cells();
      String pair = pair(c.get(2), c.get(3), c.get(4));
      key.add(pair);
      if (c.get(1).equals(AnswerKey.CONFOUNDED)) {
        confounded.add(pair);
      } else if (!c.get(1).equals(AnswerKey.CONSEQUENCE)) {
        planted.add(new Planted(c.get(1), pair, Double.parseDouble(c.get(5)), c.get(7)));
      }
    }
  }

  private void readTests(Path run) throws BadTable, IOException {
    Path analysis = Files.isDirectory(run.resolve("analysis")) ? run.resolve("analysis") : run;
    Path tables = analysis.resolve("associations.parquet");
    if (!Files.isDirectory(tables)) {
      throw new BadTable(
          BadTable.Code.NotFound,
          run + " holds no associations.parquet; name a finished run's folder");
    }
    try (var levels = Files.newDirectoryStream(tables, "level=*")) {
      for (Path level : levels) {
        String name = level.getFileName().toString().substring("level=".length());
        try (var files = Files.newDirectoryStream(level, "*.parquet")) {
          for (Path file : files) {
            ParquetTable.read(file, row -> tests.add(test(name, row)));
          }
        }
      }
    }
  }

  private static Test test(String level, ResultSet row) throws SQLException {
    double effect = row.getDouble("effect");
    double sign = row.getString("effect_kind").equals("hr") ? Math.log(effect) : effect;
    return new Test(
        level,
        row.getString("channel"),
        row.getString("feature"),
        row.getString("attribute"),
        Math.signum(sign),
        number(row, "p_crude"),
        number(row, "p"),
        number(row, "p_adjusted"),
        row.getBoolean("specific"),
        row.getBoolean("significant"));
  }

  private static double number(ResultSet row, String column) throws SQLException {
    double value = row.getDouble(column);
    return row.wasNull() ? Double.NaN : value;
  }

  private void power(List<Quantity> found, String kind, List<Planted> pairs) {
    List<Test> tested = new ArrayList<>();
    List<Test> hits = new ArrayList<>();
    for (Planted one : pairs) {
      tests.stream()
          .filter(t -> t.level().equals(PAN_CANCER))
          .filter(t -> pair(t.attribute(), t.channel(), t.feature()).equals(one.pair()))
          .forEach(
              t -> {
                tested.add(t);
                if (t.significant() && t.sign() == one.sign()) {
                  hits.add(t);
                }
              });
    }
    found.add(new Quantity("planted", kind, pairs.size()));
    found.add(new Quantity("tested", kind, tested.size()));
    found.add(new Quantity("power", kind, share(hits.size(), tested.size())));
    found.add(new Quantity("specific", kind, share(hits, Test::specific)));
    found.add(new Quantity("outlives_adjustment", kind, share(hits, t -> t.adjusted() < LEVEL)));
  }

  /** Of tests whose one common cause is hypermutation, and of tests that have none. */
  private void confounding(List<Quantity> found) {
    List<Test> hypermutation =
        tests.stream()
            .filter(t -> t.level().equals(PAN_CANCER))
            .filter(t -> confounded.contains(pair(t.attribute(), t.channel(), t.feature())))
            .toList();
    rates(found, "confounded", hypermutation);
    rates(
        found,
        "none",
        tests.stream().filter(t -> t.level().equals(PAN_CANCER) && !t.in(key)).toList());
  }

  /** Shares of p below 0.05. */
  private static void rates(List<Quantity> found, String kind, List<Test> of) {
    Map<String, ToDoubleFunction<Test>> ps =
        Map.of("crude", Test::crude, "within_type_and_site", Test::p, "adjusted", Test::adjusted);
    new TreeMap<>(ps)
        .forEach(
            (name, p) -> {
              List<Test> known =
                  of.stream().filter(t -> !Double.isNaN(p.applyAsDouble(t))).toList();
              found.add(
                  new Quantity(
                      "rate_" + name, kind, share(known, t -> p.applyAsDouble(t) < LEVEL)));
            });
  }

  private void falseDiscoveries(List<Quantity> found) {
    Set<String> levels = new TreeSet<>(Set.of(""));
    tests.forEach(t -> levels.add(t.level()));
    for (String level : levels) {
      List<Test> significant =
          tests.stream()
              .filter(t -> t.significant() && (level.isEmpty() || t.level().equals(level)))
              .toList();
      found.add(new Quantity("significant", level, significant.size()));
      found.add(new Quantity("false_discovery_share", level, share(significant, t -> !t.in(key))));
    }
  }

  private static double share(List<Test> of, Predicate<Test> those) {
    return share(of.stream().filter(those).count(), of.size());
  }

  private static double share(long part, long whole) {
    return whole == 0 ? Double.NaN : (double) part / whole;
  }
}
