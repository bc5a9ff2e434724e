package io.cohortrun.workflows.stats.screen;

import io.cohortrun.workflows.stats.multiplicity.Adjusted;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What tests of all strata come to, family by family: level, class of attribute, kind of feature.
 */
public final class Associations {

  private record Family(Level level, String attributeClass, String feature) {}

  private Associations() {}

  /**
   * Corrects for the number of tests.
   *
   * @param tested of all strata of a level, so that no family is torn
   * @return by level, stratum and p
   */
  public static List<Association> of(List<Tested> tested) {
    Map<Family, List<Tested>> families =
        tested.stream()
            .collect(
                Collectors.groupingBy(
                    t -> new Family(t.level(), t.attributeClass(), t.feature()),
                    LinkedHashMap::new,
                    Collectors.toList()));
    List<Association> all = new ArrayList<>(tested.size());
    families.values().forEach(family -> correct(family, all));
    all.sort(
        Comparator.comparing((Association a) -> a.tested().level())
            .thenComparing(a -> a.tested().stratum())
            .thenComparingDouble(a -> a.tested().result().p()));
    return all;
  }

  private static void correct(List<Tested> family, List<Association> into) {
    double[] p = family.stream().mapToDouble(t -> t.result().p()).toArray();
    double[] q = Adjusted.benjaminiHochberg(p);
    double[] bonferroni = Adjusted.bonferroni(p);
    double[] relevant =
        Adjusted.benjaminiHochberg(family.stream().mapToDouble(Tested::relevant).toArray());
    for (int i = 0; i < p.length; i++) {
      into.add(new Association(family.get(i), q[i], bonferroni[i], relevant[i], Optional.empty()));
    }
  }
}
