package io.cohortrun.workers.model;

import java.util.List;

/** GigaTIME's outputs in the model's order, as its authors list them. */
public final class PanelOrder {

  public static final List<String> IDS =
      List.of(
          "DAPI",
          "TRITC",
          "Cy5",
          "PD-1",
          "CD14",
          "CD4",
          "T-bet",
          "CD34",
          "CD68",
          "CD16",
          "CD11c",
          "CD138",
          "CD20",
          "CD3",
          "CD8",
          "PD-L1",
          "CK",
          "Ki67",
          "Tryptase",
          "Actin-D",
          "Caspase3-D",
          "PHH3-B",
          "Transgelin");

  private PanelOrder() {}
}
