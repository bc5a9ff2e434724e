package io.cohortrun.workers.synth;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Every attribute and channel that go together in a population; what is not here does not.
 *
 * @param rows planted ones first
 */
record AnswerKey(List<Row> rows) {

  /** Kind of a pair that follows from what was planted elsewhere. */
  static final String CONSEQUENCE = "consequence";

  /** Kind of a pair of which hypermutation is the one cause. */
  static final String CONFOUNDED = "confounded";

  /** Kind of a channel that moves the hazard. */
  static final String SURVIVAL = "survival";

  static final List<String> NAMES =
      List.of(
          "population",
          "kind",
          "attribute",
          "channel",
          "feature",
          "sign",
          "size",
          "reliability",
          "background");

  /**
   * A pair.
   *
   * @param feature {@code density}, or {@code morans_i} where only the arrangement moves, with
   *     {@code sharpness} as its consequence
   * @param sign of the effect; 0 where it was not planted
   * @param size planted, in standard deviations of the truth; 0 where it was not
   */
  record Row(
      Population population,
      String kind,
      String attribute,
      Channel channel,
      String feature,
      int sign,
      double size) {

    List<String> cells() {
      return List.of(
          population.name(),
          kind,
          attribute,
          channel.id(),
          feature,
          String.valueOf(sign),
          String.valueOf(size),
          String.valueOf(channel.reliability()),
          String.valueOf(channel.background()));
    }
  }

  static AnswerKey of(Population population) {
    List<Row> rows = new ArrayList<>();
    Causes causes = new Causes(population);
    for (Effect effect : Effect.planted()) {
      if (effect.in().contains(population)) {
        plant(rows, population, effect);
      }
    }
    for (Hazard h : Hazard.in(population)) {
      add(rows, population, SURVIVAL, Study.SURVIVAL, h.channel(), Study.DENSITY, h.size());
    }
    for (Gene gene : Gene.all()) {
      String kind = gene.passenger() ? CONFOUNDED : CONSEQUENCE;
      follow(rows, population, causes, kind, gene.name(), causes.of(gene));
    }
    follow(rows, population, causes, CONSEQUENCE, Study.BURDEN, causes.ofBurden());
    follow(rows, population, causes, CONSEQUENCE, Study.UNSTABLE, causes.ofBurden());
    follow(rows, population, causes, CONSEQUENCE, Study.STAGE, causes.ofStage());
    follow(rows, population, causes, CONSEQUENCE, Study.SURVIVAL, causes.ofSurvival());
    return new AnswerKey(List.copyOf(rows));
  }

  private static void plant(List<Row> rows, Population population, Effect effect) {
    String name = effect.target().substring(effect.target().indexOf(':') + 1);
    String kind = effect.kind().name().toLowerCase(Locale.ROOT);
    String feature = effect.kind() == Effect.Kind.ARRANGEMENT ? Study.MORANS_I : Study.DENSITY;
    for (Channel channel : Channel.values()) {
      if (channel.id().equals(name) || channel.factor().name().equals(name)) {
        for (String attribute : attributes(effect.cause())) {
          add(rows, population, kind, attribute, channel, feature, effect.size());
        }
      }
    }
  }

  private static List<String> attributes(String cause) {
    return switch (cause) {
      case "hypermutation" -> List.of(Study.BURDEN, Study.UNSTABLE);
      case "stage" -> List.of(Study.STAGE);
      default -> List.of(cause.substring(cause.indexOf(':') + 1));
    };
  }

  private static void follow(
      List<Row> rows,
      Population population,
      Causes causes,
      String kind,
      String attribute,
      Set<String> of) {
    for (Channel channel : Channel.values()) {
      if (Causes.common(of, causes.of(channel))) {
        absent(rows, new Row(population, kind, attribute, channel, Study.DENSITY, 0, 0));
      }
      if (Causes.common(of, causes.ofArrangement(channel))) {
        absent(rows, new Row(population, kind, attribute, channel, Study.MORANS_I, 0, 0));
        // Gathered cells have less border.
        absent(rows, new Row(population, kind, attribute, channel, Study.SHARPNESS, 0, 0));
      }
    }
  }

  private static void absent(List<Row> rows, Row row) {
    boolean there =
        rows.stream()
            .anyMatch(
                r ->
                    r.attribute().equals(row.attribute())
                        && r.channel() == row.channel()
                        && r.feature().equals(row.feature()));
    if (!there) {
      rows.add(row);
    }
  }

  private static void add(
      List<Row> rows,
      Population population,
      String kind,
      String attribute,
      Channel channel,
      String feature,
      double size) {
    rows.add(new Row(population, kind, attribute, channel, feature, (int) Math.signum(size), size));
  }
}
