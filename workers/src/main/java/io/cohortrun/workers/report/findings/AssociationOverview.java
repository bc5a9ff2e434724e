package io.cohortrun.workers.report.findings;

import io.cohortrun.workers.table.Digits;
import io.cohortrun.workers.table.DuckDb;
import io.cohortrun.workflows.stats.screen.BackgroundChannels;
import io.cohortrun.workflows.stats.screen.Pair;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Counts and maps of all tests; an association is one stratum, channel and attribute. */
final class AssociationOverview {

  /** Table that begins with the channels of all levels. */
  static final String COUNTS = "counts";

  private static final int ATTRIBUTES = 40;
  private static final int POINTS = 1200;

  private static final String BACKGROUND =
      BackgroundChannels.NAMES.stream()
          .map(DuckDb::text)
          .collect(Collectors.joining(", ", "channel IN (", ")"));

  /** Tests of pairs of channels, which have a file of their own. */
  private static final String PAIRS = "feature = " + DuckDb.text(Pair.KIND);

  private AssociationOverview() {}

  /**
   * Of a run.
   *
   * @param rate of false discoveries at which an association counts
   */
  static List<Block> of(AssociationTests tests, double rate) throws IOException {
    String counted = "q < " + Digits.written(rate);
    List<Block> blocks = new ArrayList<>();
    blocks.add(new Block.Heading("How many"));
    blocks.add(counts(tests, rate));
    blocks.add(byChannel(tests, counted));
    List<List<Object>> widest =
        tests.ask(
            "SELECT level, stratum, feature FROM tests WHERE NOT ("
                + PAIRS
                + ") GROUP BY level, stratum, feature"
                + " ORDER BY level = 'pan-cancer' DESC, feature = 'density' DESC, sum(n) DESC,"
                + " level, stratum, feature LIMIT 1");
    if (!widest.isEmpty()) {
      Shown shown =
          new Shown(
              widest.getFirst().get(0).toString(),
              widest.getFirst().get(1).toString(),
              widest.getFirst().get(2).toString());
      blocks.add(new Block.Heading("Which"));
      blocks.add(heatMap(tests, shown, counted));
      blocks.add(volcano(tests, shown));
    }
    return blocks;
  }

  /** The tests that maps are drawn of. */
  private record Shown(String level, String stratum, String feature) {

    String where() {
      return " WHERE level = %s AND stratum = %s AND feature = %s "
          .formatted(quoted(level), quoted(stratum), quoted(feature));
    }

    String words() {
      return feature + ", " + (stratum.equals("all") ? "all types together" : stratum);
    }

    private static String quoted(String text) {
      return DuckDb.text(text);
    }
  }

  /** By the rate, and a fifth and a fiftieth of it: the count of the study has no stated rule. */
  private static Block counts(AssociationTests tests, double rate) throws IOException {
    String[] below = {Digits.written(rate), Digits.written(rate / 5), Digits.written(rate / 50)};
    List<List<Object>> rows =
        tests.ask(
            """
            WITH found AS (
              SELECT level, stratum, channel, attribute, min(q) AS q, min(bonferroni) AS strict,
                min(q_relevant) AS relevant, bool_or(significant AND specific) AS specific,
                bool_or(significant AND stable) AS stable,
                CASE WHEN %s THEN 'background (TRITC, Cy5)' WHEN bool_or(%s) THEN 'pairs' ELSE 'channels' END AS of
              FROM tests GROUP BY level, stratum, channel, attribute),
            counted AS (
              SELECT * FROM found UNION ALL SELECT * REPLACE ('all levels' AS level) FROM found)
            SELECT level, of, count(*), count(DISTINCT channel), count(*) FILTER (q < %s),
              count(*) FILTER (q < %s), count(*) FILTER (q < %s),
              count(*) FILTER (strict < 0.05), count(*) FILTER (relevant < %s),
              count(*) FILTER (specific), count(*) FILTER (stable)
            FROM counted GROUP BY level, of
            ORDER BY level = 'all levels' DESC, level = 'pan-cancer' DESC, level = 'type' DESC, of = 'channels' DESC, of
            """
                .formatted(BACKGROUND, PAIRS, below[0], below[1], below[2], below[0]));
    return new Block.Table(
        COUNTS,
        "Associations by threshold; background channels stand beside the others",
        List.of(
            "level",
            "of",
            "tested",
            "channels",
            "q < " + below[0],
            "q < " + below[1],
            "q < " + below[2],
            "Bonferroni < 0.05",
            "relevant",
            "specific",
            "stable"),
        rows);
  }

  private static Block byChannel(AssociationTests tests, String counted) throws IOException {
    List<List<Object>> rows =
        tests.ask(
            """
            SELECT channel, CASE WHEN %s THEN 'background' ELSE 'marker' END,
              count(DISTINCT (level, stratum, attribute)) FILTER (significant) AS found
            FROM tests WHERE NOT (%s) GROUP BY channel ORDER BY found DESC, channel
            """
                .formatted(BACKGROUND, PAIRS));
    return new Block.Plot(
        "bars",
        "Significant associations by channel",
        "TRITC and Cy5 show tissue, no protein: a channel with no more than they have says little"
            + " beyond the H&E.",
        Map.of("axis", "associations with " + counted + ", all levels"),
        new Block.Table("by-channel", "By channel", List.of("name", "group", "value"), rows));
  }

  private static Block heatMap(AssociationTests tests, Shown shown, String counted)
      throws IOException {
    List<List<Object>> rows =
        tests.ask(
            """
            WITH here AS (SELECT * FROM tests %s AND NOT (%s) AND effect_kind <> 'epsilon2'),
              top AS (SELECT attribute, min(p) AS best FROM here GROUP BY attribute
                ORDER BY best, attribute LIMIT %d)
            SELECT here.channel, here.attribute, effect, effect_kind, p, q,
              CASE WHEN effect_kind = 'hr' THEN sign(ln(effect)) ELSE sign(effect) END
                * least(10, -log10(greatest(p, 1e-300))) AS signed, coalesce(significant, false)
            FROM here JOIN top USING (attribute) ORDER BY top.best, attribute, channel
            """
                .formatted(shown.where(), PAIRS, ATTRIBUTES));
    return new Block.Plot(
        "heatMap",
        "Channel by attribute",
        "Of "
            + shown.words()
            + ": of the attributes that have a direction, those with the smallest p-values. Colour: minus log10 of p (at most 10),"
            + " blue where the channel is lower with the attribute, red where it is higher. A dot: "
            + counted
            + ".",
        Map.of(),
        new Block.Table(
            "heat",
            "Channel by attribute",
            List.of("channel", "attribute", "effect", "kind", "p", "q", "signed", "significant"),
            rows));
  }

  private static Block volcano(AssociationTests tests, Shown shown) throws IOException {
    String drawn = " AND effect_kind IN ('delta', 'rho') AND NOT (" + PAIRS + ") ";
    List<List<Object>> points =
        tests.ask(
            """
            SELECT channel, attribute, effect, -log10(greatest(p, 1e-300)), q, 'significant', 1
            FROM tests %s AND significant ORDER BY p, channel, attribute LIMIT %d
            """
                .formatted(shown.where() + drawn, POINTS));
    List<List<Object>> rest =
        tests.ask(
            """
            SELECT NULL, NULL, round(effect * 25) / 25 AS x,
              round(-log10(greatest(p, 1e-300)) * 5) / 5 AS y, NULL, 'not significant', count(*)
            FROM tests %s AND NOT coalesce(significant, false) GROUP BY x, y ORDER BY x, y
            """
                .formatted(shown.where() + drawn));
    List<List<Object>> rows = new ArrayList<>(points);
    rows.addAll(rest);
    return new Block.Plot(
        "volcano",
        "Effect and evidence",
        "Of "
            + shown.words()
            + ": each point is a significant test; the others are counted in squares.",
        Map.of("axis", "delta or rho"),
        new Block.Table(
            "volcano",
            "Effect and evidence",
            List.of("channel", "attribute", "effect", "minus log10 p", "q", "group", "tests"),
            rows));
  }
}
