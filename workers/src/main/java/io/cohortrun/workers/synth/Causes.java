package io.cohortrun.workers.synth;

import java.util.Collections;
import java.util.Set;
import java.util.TreeSet;

/**
 * What each thing follows from. Two things go together, within type and site, if and only if they
 * follow from something in common.
 */
final class Causes {

  private static final String HYPERMUTATION = "hypermutation";
  private static final String STAGE = "stage";

  private final Population population;

  Causes(Population population) {
    this.population = population;
  }

  static boolean common(Set<String> one, Set<String> other) {
    return !Collections.disjoint(one, other);
  }

  Set<String> of(Channel channel) {
    Set<String> causes = into("channel:" + channel.id());
    causes.add("own:" + channel.id());
    causes.add("factor:" + channel.factor());
    causes.addAll(into("factor:" + channel.factor()));
    return causes;
  }

  /** Of where a channel's cells lie. */
  Set<String> ofArrangement(Channel channel) {
    return into("arrangement:" + channel.id());
  }

  private Set<String> into(String target) {
    Set<String> causes = new TreeSet<>();
    for (Effect effect : Effect.planted()) {
      if (effect.in().contains(population) && effect.target().equals(target)) {
        causes.add(effect.cause());
        Gene.all().stream()
            .filter(g -> effect.cause().equals("gene:" + g.name()))
            .forEach(g -> causes.addAll(of(g)));
      }
    }
    return causes;
  }

  Set<String> of(Gene gene) {
    Set<String> causes = new TreeSet<>(Set.of("gene:" + gene.name()));
    if (gene.followsBurden()) {
      causes.add(HYPERMUTATION);
    }
    return causes;
  }

  Set<String> ofBurden() {
    return Set.of(HYPERMUTATION);
  }

  Set<String> ofStage() {
    return Set.of(STAGE);
  }

  Set<String> ofSurvival() {
    Set<String> causes = new TreeSet<>(ofStage());
    Hazard.in(population).forEach(hazard -> causes.addAll(of(hazard.channel())));
    return causes;
  }
}
