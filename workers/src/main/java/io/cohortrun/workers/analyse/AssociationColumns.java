package io.cohortrun.workers.analyse;

import io.cohortrun.workers.table.Digits;
import io.cohortrun.workflows.stats.association.TestResult;
import io.cohortrun.workflows.stats.screen.Association;
import io.cohortrun.workflows.stats.screen.Tested;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The table of associations: one row per test. */
public final class AssociationColumns {

  /** Names of the columns, in order. */
  public static final List<String> NAMES =
      List.of(
          "level",
          "stratum",
          "channel",
          "feature",
          "attribute",
          "test",
          "n",
          "n1",
          "effect",
          "effect_kind",
          "p",
          "q",
          "bonferroni",
          "q_relevant",
          "p_crude",
          "p_adjusted",
          "specific",
          "stable",
          "significant");

  private AssociationColumns() {}

  /** A row by column; null where a value is not known. */
  public static Map<String, Object> row(Association of) {
    Tested tested = of.tested();
    TestResult result = tested.result();
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("level", tested.level().written());
    row.put("stratum", tested.stratum());
    row.put("channel", tested.channel());
    row.put("feature", tested.feature());
    row.put("attribute", tested.attribute());
    row.put("test", result.test());
    row.put("n", result.n());
    row.put("n1", result.n1());
    row.put("effect", known(result.effect()));
    row.put("effect_kind", result.effectKind());
    row.put("p", known(result.p()));
    row.put("q", known(of.q()));
    row.put("bonferroni", known(of.bonferroni()));
    row.put("q_relevant", known(of.relevantQ()));
    row.put("p_crude", known(tested.crude()));
    row.put("p_adjusted", known(tested.adjusted()));
    row.put("specific", of.specific().orElse(null));
    row.put("stable", of.stable().orElse(null));
    row.put("significant", of.significant());
    return row;
  }

  /** The same as text: 12 digits, {@code NA} where a value is not known. */
  public static List<String> cells(Association of) {
    return row(of).values().stream().map(AssociationColumns::cell).toList();
  }

  private static Double known(double value) {
    return Double.isNaN(value) ? null : value;
  }

  private static String cell(Object value) {
    return value == null
        ? "NA"
        : value instanceof Double number ? Digits.written(number) : value.toString();
  }
}
