package io.cohortrun.workflows.stats.screen;

import io.cohortrun.workflows.stats.multiplicity.BenjaminiHochberg;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What tests of all strata come to, family by family: level, class of attribute, kind of feature.
 * Families reach over strata: their tests are counted first, of all strata, and corrected then,
 * stratum by stratum, so that the tests of one stratum alone are held.
 */
public final class Associations {

  private record Name(Level level, String attributeClass, String feature) {

    static Name of(Tested tested) {
      return new Name(tested.level(), tested.attributeClass(), tested.feature());
    }
  }

  private record Family(BenjaminiHochberg effect, BenjaminiHochberg relevant) {

    Family() {
      this(new BenjaminiHochberg(), new BenjaminiHochberg());
    }
  }

  private final Map<Name, Family> families = new HashMap<>();
  private final double rate;
  private int tests;

  /**
   * No tests yet.
   *
   * @param rate of false discoveries at which an association counts
   */
  public Associations(double rate) {
    this.rate = rate;
  }

  /** Counts a test; all of a level come before one of them is corrected. */
  public void count(Tested tested) {
    Family family = families.computeIfAbsent(Name.of(tested), n -> new Family());
    family.effect.add(tested.result().p());
    family.relevant.add(tested.relevant());
    tests++;
  }

  /** Tests that were counted. */
  public int tests() {
    return tests;
  }

  /** Of them those that count. */
  public int significant() {
    return families.values().stream().mapToInt(f -> f.effect.below(rate)).sum();
  }

  /**
   * Corrects tests for the number of all.
   *
   * @param tested of a stratum, each counted before
   * @return by p
   */
  public List<Association> corrected(List<Tested> tested) {
    return tested.stream()
        .map(this::corrected)
        .sorted(Comparator.comparingDouble(a -> a.tested().result().p()))
        .toList();
  }

  private Association corrected(Tested tested) {
    Family family = families.get(Name.of(tested));
    double p = tested.result().p();
    return new Association(
        tested,
        family.effect.q(p),
        rate,
        Math.min(1, family.effect.size() * p),
        family.relevant.q(tested.relevant()),
        Optional.empty(),
        Optional.empty());
  }
}
