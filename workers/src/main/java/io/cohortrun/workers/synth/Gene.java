package io.cohortrun.workers.synth;

import java.util.List;
import java.util.stream.Stream;

/**
 * A gene.
 *
 * @param share of patients in whom it is mutated
 * @param hypermutated the same among the hypermutated
 */
record Gene(String name, double share, double hypermutated) {

  /** With effects of their own; hypermutated tumours have somewhat more of them. */
  private static final List<String> DRIVERS =
      List.of(
          "APC", "ARID1A", "BRAF", "CDKN2A", "CTNNB1", "EGFR", "ERBB2", "KEAP1", "KMT2D", "KRAS",
          "MYC", "NF1", "PIK3CA", "PTEN", "RB1", "SMAD4", "STK11", "TP53");

  /** Large ones that are hit where much is hit: nothing follows from them. */
  private static final List<String> PASSENGERS =
      List.of("CSMD3", "FLG", "LRP1B", "MUC16", "RYR2", "TTN", "USH2A", "ZFHX4");

  /** Nothing follows from them either. */
  private static final List<String> QUIET =
      List.of("ALK", "CDH1", "FGFR3", "GATA3", "MET", "NOTCH1", "RET", "ROS1");

  static List<Gene> all() {
    return Stream.of(
            DRIVERS.stream().map(n -> new Gene(n, .22, .4)),
            PASSENGERS.stream().map(n -> new Gene(n, .12, .8)),
            QUIET.stream().map(n -> new Gene(n, .18, .18)))
        .flatMap(s -> s)
        .toList();
  }

  boolean passenger() {
    return PASSENGERS.contains(name);
  }

  boolean followsBurden() {
    return hypermutated != share;
  }
}
