package io.cohortrun.workers.synth;

import java.util.Arrays;
import java.util.List;

/** The panel, in the order of the bundle; how common, and how well measured, each channel is. */
enum Channel {
  DAPI("DAPI", Factor.PROLIFERATION, .25, .7),
  TRITC("TRITC", Factor.STROMA, .15, .6),
  CY5("Cy5", Factor.IMMUNE, .12, .6),
  PD_1("PD-1", Factor.IMMUNE, .05, .2),
  CD14("CD14", Factor.STROMA, .08, .3),
  CD4("CD4", Factor.IMMUNE, .10, .5),
  T_BET("T-bet", Factor.IMMUNE, .05, .3),
  CD34("CD34", Factor.STROMA, .08, .4),
  CD68("CD68", Factor.IMMUNE, .10, .6),
  CD16("CD16", Factor.IMMUNE, .08, .5),
  CD11C("CD11c", Factor.IMMUNE, .08, .6),
  CD138("CD138", Factor.IMMUNE, .06, .5),
  CD20("CD20", Factor.IMMUNE, .06, .4),
  CD3("CD3", Factor.IMMUNE, .12, .5),
  CD8("CD8", Factor.IMMUNE, .10, .7),
  PD_L1("PD-L1", Factor.IMMUNE, .06, .5),
  CK("CK", Factor.PROLIFERATION, .25, .6),
  KI67("Ki67", Factor.PROLIFERATION, .10, .4),
  TRYPTASE("Tryptase", Factor.STROMA, .05, .1),
  ACTIN_D("Actin-D", Factor.STROMA, .15, .1),
  CASPASE3_D("Caspase3-D", Factor.PROLIFERATION, .05, .2),
  PHH3_B("PHH3-B", Factor.PROLIFERATION, .05, .4),
  TRANSGELIN("Transgelin", Factor.STROMA, .12, .3);

  private final String id;
  private final Factor factor;
  private final double density;
  private final double reliability;

  Channel(String id, Factor factor, double density, double reliability) {
    this.id = id;
    this.factor = factor;
    this.density = density;
    this.reliability = reliability;
  }

  /** As bundles name it. */
  String id() {
    return id;
  }

  /** Position in the panel. */
  int index() {
    return List.of(values()).indexOf(this);
  }

  Factor factor() {
    return factor;
  }

  /** Share of positive cells in an average patient. */
  double density() {
    return density;
  }

  /** Share of the truth in the variance of what is measured. */
  double reliability() {
    return reliability;
  }

  /** A control that knows the tissue, and more of the site than the others. */
  boolean background() {
    return this == TRITC || this == CY5;
  }

  static Channel of(String id) {
    return Arrays.stream(values()).filter(c -> c.id.equals(id)).findFirst().orElseThrow();
  }
}
