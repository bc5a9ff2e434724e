package io.cohortrun.workflows.stats.screen;

import java.util.List;
import java.util.Set;

/**
 * Which attributes are genes, and what their tests are adjusted for beside the covariates of all: a
 * hypermutated tumour has most genes mutated, and a tissue of its own whatever the gene.
 *
 * @param names of attributes
 * @param hypermutation mutation burden and microsatellite instability, as far as they are known and
 *     no covariates of all; not categorical
 */
public record Genes(Set<String> names, List<Attribute> hypermutation) {

  /** No attribute is known to be a gene. */
  public static final Genes NONE = new Genes(Set.of(), List.of());
}
