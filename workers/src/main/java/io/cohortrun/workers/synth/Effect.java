package io.cohortrun.workers.synth;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * Something that was planted.
 *
 * @param kind class that power is stated of
 * @param in populations that have it
 * @param cause {@code gene:NAME}, {@code hypermutation}, or {@code stage}
 * @param target {@code channel:ID}, {@code factor:NAME}, {@code arrangement:ID}
 * @param size standard deviations of the target's truth (arrangement: share of cells that are
 *     gathered); of stage, per step
 */
record Effect(Kind kind, Set<Population> in, String cause, String target, double size) {

  /** What kinds of effects there are. */
  enum Kind {
    /** A gene moves one channel. */
    GENE,
    /** A gene moves all channels of a tissue; none of them is specific. */
    TISSUE,
    /** A gene moves where cells lie, not how many there are. */
    ARRANGEMENT,
    /** Hypermutation moves channels. */
    BURDEN,
    /** Stage moves channels. */
    STAGE
  }

  private static final Set<Population> BOTH = EnumSet.allOf(Population.class);
  private static final Set<Population> A = EnumSet.of(Population.A);
  private static final Set<Population> B = EnumSet.of(Population.B);

  /** All of them. */
  static List<Effect> planted() {
    List<Effect> all = new ArrayList<>();
    gene(all, BOTH, "KRAS", Channel.CD4, 1);
    gene(all, BOTH, "TP53", Channel.KI67, 1);
    gene(all, BOTH, "KMT2D", Channel.CD138, 1);
    gene(all, BOTH, "EGFR", Channel.CD8, -1);
    gene(all, BOTH, "STK11", Channel.PD_L1, -1);
    gene(all, BOTH, "PIK3CA", Channel.CD11C, 1);
    gene(all, BOTH, "NF1", Channel.CD68, 1);
    gene(all, BOTH, "KEAP1", Channel.CD16, -1);
    gene(all, BOTH, "RB1", Channel.PHH3_B, 1);
    gene(all, BOTH, "CDKN2A", Channel.CASPASE3_D, 1);
    gene(all, BOTH, "SMAD4", Channel.ACTIN_D, 1);
    gene(all, A, "BRAF", Channel.CD3, 1);
    gene(all, A, "APC", Channel.CK, -1);
    gene(all, B, "ERBB2", Channel.T_BET, 1);
    gene(all, B, "PTEN", Channel.CD14, 1);
    all.add(new Effect(Kind.TISSUE, BOTH, "gene:ARID1A", "factor:" + Factor.STROMA, 1));
    all.add(new Effect(Kind.ARRANGEMENT, BOTH, "gene:MYC", "arrangement:CD20", .35));
    all.add(new Effect(Kind.ARRANGEMENT, BOTH, "gene:CTNNB1", "arrangement:CD34", .35));
    for (Channel channel : List.of(Channel.CD8, Channel.CD138, Channel.CD20)) {
      all.add(new Effect(Kind.BURDEN, BOTH, "hypermutation", "channel:" + channel.id(), 1.5));
    }
    for (Channel channel : List.of(Channel.CD34, Channel.TRANSGELIN)) {
      all.add(new Effect(Kind.STAGE, BOTH, "stage", "channel:" + channel.id(), .4));
    }
    return List.copyOf(all);
  }

  private static void gene(
      List<Effect> all, Set<Population> in, String gene, Channel channel, double size) {
    all.add(new Effect(Kind.GENE, in, "gene:" + gene, "channel:" + channel.id(), size));
  }
}
