package io.cohortrun.workflows.stats.screen;

import io.cohortrun.workflows.stats.association.Least;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * Patients with what is known of them.
 *
 * @param type [patients] cancer type, empty where unknown
 * @param subtype [patients] likewise
 * @param site [patients] where a patient was treated, empty where unknown
 * @param covariates what tests are adjusted for, such as age, sex and stage; not categorical
 * @param genes among the attributes
 * @param wider of a subtype, and of those above it, the one that it is a kind of within its type;
 *     nothing where nobody says
 */
public record Population(
    List<String> type,
    List<String> subtype,
    List<String> site,
    List<Feature> features,
    List<Attribute> attributes,
    List<Outcome> outcomes,
    List<Attribute> covariates,
    Genes genes,
    Map<String, String> wider) {

  /** One whose attributes are no genes, and whose subtypes are no kinds of others. */
  public Population(
      List<String> type,
      List<String> subtype,
      List<String> site,
      List<Feature> features,
      List<Attribute> attributes,
      List<Outcome> outcomes,
      List<Attribute> covariates) {
    this(type, subtype, site, features, attributes, outcomes, covariates, Genes.NONE, Map.of());
  }

  /**
   * A part of a population that is tested alone.
   *
   * @param rows its patients, ascending
   */
  public record Stratum(Level level, String name, int[] rows) {}

  /** Patients. */
  public int size() {
    return type.size();
  }

  /** The same patients with other features. */
  public Population measured(List<Feature> others) {
    return new Population(
        type, subtype, site, others, attributes, outcomes, covariates, genes, wider);
  }

  /** All strata of all levels for tests of the usual size. */
  public List<Stratum> strata() {
    return strata(Least.USUAL);
  }

  /**
   * All strata of all levels, in order; patients of unknown type are in the first only.
   *
   * @param least patients of a test: subtypes of fewer are tested within wider ones
   */
  public List<Stratum> strata(Least least) {
    Map<String, String> tested = SubtypeStrata.of(subtype, wider, least.subjects());
    List<Stratum> strata = new ArrayList<>();
    strata.add(new Stratum(Level.PAN_CANCER, "all", IntStream.range(0, size()).toArray()));
    add(strata, Level.TYPE, type);
    add(strata, Level.SUBTYPE, subtype.stream().map(s -> tested.getOrDefault(s, s)).toList());
    return strata;
  }

  private static void add(List<Stratum> strata, Level level, List<String> of) {
    Map<String, List<Integer>> rows = new TreeMap<>();
    for (int i = 0; i < of.size(); i++) {
      if (!of.get(i).isEmpty()) {
        rows.computeIfAbsent(of.get(i), n -> new ArrayList<>()).add(i);
      }
    }
    rows.forEach(
        (name, members) ->
            strata.add(
                new Stratum(level, name, members.stream().mapToInt(Integer::intValue).toArray())));
  }

  /** Of each patient the index of type and site; unknown ones are a type or site of their own. */
  int[] typeAndSite() {
    Map<List<String>, Integer> index = new HashMap<>();
    return IntStream.range(0, size())
        .map(
            i -> {
              List<String> key = List.of(type.get(i), site.get(i));
              index.putIfAbsent(key, index.size());
              return index.get(key);
            })
        .toArray();
  }

  /** Categories of fewer patients count as unknown: no test can say anything of them. */
  Population withoutRareCategories(int least) {
    return new Population(
        type,
        subtype,
        site,
        features,
        attributes.stream()
            .map(a -> a.kind() == Attribute.Kind.CATEGORICAL ? a.withoutRare(least) : a)
            .toList(),
        outcomes,
        covariates,
        genes,
        wider);
  }

  /** These patients alone. */
  public Population only(int[] rows) {
    return new Population(
        pick(type, rows),
        pick(subtype, rows),
        pick(site, rows),
        features.stream()
            .map(f -> new Feature(f.channel(), f.kind(), pick(f.values(), rows)))
            .toList(),
        pickAttributes(attributes, rows),
        outcomes.stream().map(o -> pick(o, rows)).toList(),
        pickAttributes(covariates, rows),
        new Genes(genes.names(), pickAttributes(genes.hypermutation(), rows)),
        wider);
  }

  private static List<Attribute> pickAttributes(List<Attribute> of, int[] rows) {
    return of.stream().map(a -> new Attribute(a.name(), a.kind(), pick(a.values(), rows))).toList();
  }

  private static List<String> pick(List<String> of, int[] rows) {
    return Arrays.stream(rows).mapToObj(of::get).toList();
  }

  private static double[] pick(double[] of, int[] rows) {
    return Arrays.stream(rows).mapToDouble(i -> of[i]).toArray();
  }

  private static Outcome pick(Outcome of, int[] rows) {
    boolean[] event = new boolean[rows.length];
    for (int i = 0; i < rows.length; i++) {
      event[i] = of.event()[rows[i]];
    }
    return new Outcome(of.name(), pick(of.entry(), rows), pick(of.time(), rows), event);
  }
}
