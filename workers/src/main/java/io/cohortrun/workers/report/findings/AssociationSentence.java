package io.cohortrun.workers.report.findings;

/** An association in plain words. */
final class AssociationSentence {

  private AssociationSentence() {}

  /** Whether it stands on its own feet and no small group is told by it. */
  static boolean tellable(Line line, int smallCells) {
    boolean sides =
        line.is("effect_kind", "delta")
            && Math.min(line.count("n1"), line.count("n") - line.count("n1")) < smallCells;
    return !sides
        && line.count("n") >= smallCells
        && !line.is("specific", "false")
        && !line.is("stable", "false")
        && !Channels.background(line.text("channel"))
        && !line.is("effect_kind", "epsilon2");
  }

  static String of(Line line, Arms arms) {
    double effect = line.number("effect");
    String what = Channels.told(line.text("channel"), line.text("feature"));
    String where = line.is("stratum", "all") ? "Over all types" : "In " + line.text("stratum");
    String attribute = line.text("attribute");
    return switch (line.text("effect_kind")) {
      case "delta" ->
          "%s, patients with %s had %s %s: of one patient with it and one without, the first has the higher one in %d of 100 pairs."
              .formatted(
                  where,
                  arms.with(attribute),
                  effect > 0 ? "higher" : "lower",
                  what,
                  Math.round(50 * (1 + effect)));
      case "hr" ->
          "%s, each standard deviation more of %s went with %s times the hazard (%s)."
              .formatted(where, what, Figures.fixed(effect, 2), attribute);
      default ->
          "%s, %s %s as %s rose (rank correlation %s)."
              .formatted(
                  where, what, effect > 0 ? "rose" : "fell", attribute, Figures.fixed(effect, 2));
    };
  }
}
