package io.cohortrun.workers.synth;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/** Draws the patients of a population: causes, what follows from them, and how it is measured. */
final class PatientDraw {

  /** Hospitals of a population. */
  static final int SITES = 6;

  private static final double HYPERMUTATED = .1;

  /** Share of a channel's variance that its factor makes; the same of what is measured wrongly. */
  private static final double COMMON = .9;

  /** Standard deviation of log odds of a density between patients of one type and site. */
  private static final double SPREAD = .5;

  private static final double BETWEEN_TYPES = .4;
  private static final double BETWEEN_SITES = .07;
  private static final double BACKGROUND_BETWEEN_SITES = .12;

  private final long seed;
  private final Population population;
  private final List<Effect> effects;

  PatientDraw(long seed, Population population) {
    this.seed = seed;
    this.population = population;
    this.effects =
        Effect.planted().stream().filter(effect -> effect.in().contains(population)).toList();
  }

  List<Patient> draw(int patients) {
    return IntStream.range(0, patients).mapToObj(this::patient).toList();
  }

  private Patient patient(int number) {
    Draws draws = Draws.of(seed, population, "patient", number);
    int site = draws.below(SITES);
    TumourType type = type(draws, site);
    String code = type.code(draws.chance(.3));
    boolean hypermutated = draws.chance(HYPERMUTATED);
    int stage = 1 + draws.weighted(.25, .3, .27, .18);
    Set<String> mutated = mutated(draws, type, hypermutated);
    double[] truth = truth(draws, mutated, hypermutated, stage);
    double look = draws.normal();
    double[] density = density(draws, truth, type, site, look);
    double[] gathered = gathered(draws, mutated);
    int slides = draws.chance(.02) ? 0 : draws.chance(.12) ? 2 : 1;
    boolean lost = draws.chance(.02 + .04 * (stage - 1)); // the sicker, the more is lost
    return new Patient(
        "%s-%04d".formatted(population, number + 1),
        type,
        code,
        site,
        new Patient.Images(density, gathered, look, slides, lost),
        history(draws, truth, site, stage, hypermutated, mutated));
  }

  private static TumourType type(Draws draws, int site) {
    double[] weights = {.4, .35, .25};
    weights[site % weights.length] *= 1.6;
    return List.of(TumourType.values()).get(draws.weighted(weights));
  }

  private Set<String> mutated(Draws draws, TumourType type, boolean hypermutated) {
    Set<String> mutated = new HashSet<>();
    List<Gene> genes = Gene.all();
    for (int g = 0; g < genes.size(); g++) {
      Gene gene = genes.get(g);
      double ofType =
          g % TumourType.values().length == List.of(TumourType.values()).indexOf(type) ? 1.3 : 1;
      if (draws.chance(ofType * (hypermutated ? gene.hypermutated() : gene.share()))) {
        mutated.add(gene.name());
      }
    }
    return mutated;
  }

  /** [channels] of mean 0 and variance 1 but for what was planted. */
  private double[] truth(Draws draws, Set<String> mutated, boolean hypermutated, int stage) {
    double[] factors = Arrays.stream(Factor.values()).mapToDouble(f -> draws.normal()).toArray();
    for (Effect effect : effects) {
      if (effect.kind() == Effect.Kind.TISSUE) {
        factors[Factor.valueOf(name(effect.target())).index()] +=
            effect.size() * cause(effect, mutated, hypermutated, stage);
      }
    }
    double[] truth = shared(draws, factors);
    for (Effect effect : effects) {
      if (effect.target().startsWith("channel:")) {
        truth[Channel.of(name(effect.target())).index()] +=
            effect.size() * cause(effect, mutated, hypermutated, stage);
      }
    }
    return truth;
  }

  private static double[] shared(Draws draws, double[] factors) {
    return Arrays.stream(Channel.values())
        .mapToDouble(
            c ->
                Math.sqrt(COMMON) * factors[c.factor().index()]
                    + Math.sqrt(1 - COMMON) * draws.normal())
        .toArray();
  }

  private static double cause(Effect effect, Set<String> mutated, boolean hypermutated, int stage) {
    return switch (effect.cause()) {
      case "hypermutation" -> hypermutated ? 1 : 0;
      case "stage" -> stage - 2.5;
      default -> mutated.contains(name(effect.cause())) ? 1 : 0;
    };
  }

  private static String name(String node) {
    return node.substring(node.indexOf(':') + 1);
  }

  private double[] density(Draws draws, double[] truth, TumourType type, int site, double look) {
    double[] wrong =
        shared(draws, Arrays.stream(Factor.values()).mapToDouble(f -> draws.normal()).toArray());
    double[] density = new double[truth.length];
    for (Channel channel : Channel.values()) {
      int c = channel.index();
      double measured =
          Math.sqrt(channel.reliability()) * truth[c]
              + Math.sqrt(1 - channel.reliability()) * wrong[c];
      double odds =
          Math.log(channel.density() / (1 - channel.density()))
              + BETWEEN_TYPES * Draws.of(seed, "type", type, channel).normal()
              + (channel.background() ? BACKGROUND_BETWEEN_SITES : BETWEEN_SITES)
                  * Draws.of(seed, population, "site", site, channel).normal()
              + SPREAD * measured
              + (channel.background() ? SPREAD / 2 * look : 0);
      density[c] = 1 / (1 + StrictMath.exp(-odds));
    }
    return density;
  }

  private double[] gathered(Draws draws, Set<String> mutated) {
    double[] share =
        Arrays.stream(Channel.values()).mapToDouble(c -> .35 + .1 * draws.normal()).toArray();
    for (Effect effect : effects) {
      if (effect.kind() == Effect.Kind.ARRANGEMENT) {
        share[Channel.of(name(effect.target())).index()] +=
            effect.size() * cause(effect, mutated, false, 0);
      }
    }
    return Arrays.stream(share).map(s -> Math.clamp(s, 0, 1)).toArray();
  }

  private Patient.History history(
      Draws draws, double[] truth, int site, int stage, boolean hypermutated, Set<String> mutated) {
    int age = Math.clamp(Math.round(62 + 11 * draws.normal()), 25, 90);
    double risk = Hazard.STAGE * (stage - 2.5) + Hazard.AGE * (age - 62);
    for (Hazard hazard : Hazard.in(population)) {
      risk += hazard.size() * truth[hazard.channel().index()];
    }
    double death =
        55 * StrictMath.pow(-StrictMath.log(1 - draws.uniform()) * StrictMath.exp(-risk), 1 / 1.2);
    double end = 12 + 108 * draws.uniform();
    double burden =
        (hypermutated ? 30 : 3) * StrictMath.exp((hypermutated ? .4 : .5) * draws.normal());
    return new Patient.History(
        age,
        draws.chance(.5),
        stage,
        !draws.chance(.04),
        Math.max(.1, Math.min(death, end)),
        death <= end,
        burden,
        draws.chance(hypermutated ? .95 : .02),
        List.of(Panel.values()).get(draws.weighted(site % 2 == 0 ? .6 : .3, .25, .25)),
        mutated,
        draws.chance(site % 2 == 0 ? .15 : .6),
        !draws.chance(.02));
  }

  /** Records given to other patients of the same type and site: images say nothing of them. */
  static List<Patient> permuted(List<Patient> patients, Draws draws) {
    List<Patient> out = new ArrayList<>(patients);
    for (TumourType type : TumourType.values()) {
      for (int s = 0; s < SITES; s++) {
        int site = s;
        int[] group =
            IntStream.range(0, patients.size())
                .filter(p -> patients.get(p).type() == type && patients.get(p).site() == site)
                .toArray();
        for (int i = group.length - 1; i > 0; i--) {
          int j = draws.below(i + 1);
          Patient swapped = out.get(group[i]);
          out.set(group[i], swapped.with(out.get(group[j]).history()));
          out.set(group[j], out.get(group[j]).with(swapped.history()));
        }
      }
    }
    return out;
  }
}
