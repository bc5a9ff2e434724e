package io.cohortrun.workflows.validate;

import io.cohortrun.workflows.stats.screen.Attribute;
import io.cohortrun.workflows.stats.screen.Feature;
import io.cohortrun.workflows.stats.screen.Outcome;
import io.cohortrun.workflows.stats.screen.Population;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/** Patients of two types in three sites, and what is planted among them. */
final class Cohorts {

  static final int PATIENTS = 300;

  final Random random;
  final List<String> type = words("lung", "colon");
  final List<String> site = words("A", "B", "C");
  final List<Feature> densities = new ArrayList<>();
  final List<Attribute> attributes = new ArrayList<>();
  final List<Outcome> outcomes = new ArrayList<>();
  final boolean[] analysed = new boolean[PATIENTS];

  Cohorts(long seed) {
    random = new Random(seed);
    Arrays.fill(analysed, true);
  }

  static Patients nobody() {
    return new Patients(
        new boolean[0], List.of(), List.of(), List.of(), List.of(), List.of(), List.of());
  }

  private static List<String> words(String... words) {
    return IntStream.range(0, PATIENTS).mapToObj(i -> words[i * 7 / 3 % words.length]).toList();
  }

  boolean at(int patient, String where) {
    return site.get(patient).equals(where);
  }

  Cohorts density(String channel, IntToDoubleFunction value) {
    densities.add(new Feature(channel, "density", values(value)));
    return this;
  }

  Cohorts attribute(String name, Attribute.Kind kind, IntToDoubleFunction value) {
    attributes.add(new Attribute(name, kind, values(value)));
    return this;
  }

  Cohorts survival(IntToDoubleFunction time) {
    double[] always = new double[PATIENTS];
    Arrays.fill(always, Double.NEGATIVE_INFINITY);
    boolean[] event = new boolean[PATIENTS];
    Arrays.fill(event, true);
    outcomes.add(new Outcome("OS", always, values(time), event));
    return this;
  }

  private static double[] values(IntToDoubleFunction value) {
    return IntStream.range(0, PATIENTS).mapToDouble(value).toArray();
  }

  Patients patients() {
    return patients(Collections.nCopies(PATIENTS, ""));
  }

  Patients patients(List<String> scanner) {
    return new Patients(analysed, type, site, scanner, densities, attributes, outcomes);
  }

  Population population() {
    return new Population(type, type, site, densities, attributes, outcomes, List.of());
  }
}
