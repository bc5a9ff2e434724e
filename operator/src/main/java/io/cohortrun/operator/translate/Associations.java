package io.cohortrun.operator.translate;

import io.cohortrun.crds.v1alpha1.AssociationsSpec;
import io.cohortrun.crds.v1alpha1.ClinicalSpec;
import io.cohortrun.crds.v1alpha1.CohortRunSpec;
import io.cohortrun.workflows.contract.AssociationSettings;
import java.util.List;
import java.util.Objects;

/** The part of a workflow's input that says which associations are computed. */
public final class Associations {

  private Associations() {}

  /** Absolute locations in, absolute locations out; null where the spec asks for none. */
  public static AssociationSettings of(CohortRunSpec spec) {
    ClinicalSpec clinical = spec.getClinical();
    if (clinical == null
        || spec.getAnalyses() == null
        || spec.getAnalyses().getAssociations() == null) {
      return null;
    }
    AssociationsSpec asked = spec.getAnalyses().getAssociations();
    return new AssociationSettings(
        listed(clinical.getTables()),
        clinical.getStudy(),
        listed(clinical.getMutations()),
        "",
        clinical.getOncoTree(),
        listed(clinical.getColumns()).stream()
            .map(
                c ->
                    new AssociationSettings.Column(
                        c.getName(), c.getKind().name(), listed(c.getOrder())))
            .toList(),
        listed(clinical.getEndpoints()).stream()
            .map(
                e ->
                    new AssociationSettings.Endpoint(
                        e.getName(), e.getTime(), e.getEvent(), e.getEntry(), e.getUnit().name()))
            .toList(),
        asked.getLevels().stream().map(Enum::name).toList(),
        asked.getFalseDiscoveryRate(),
        asked.getMinPatients(),
        asked.getMinArm(),
        listed(asked.getAdjustFor()));
  }

  private static <T> List<T> listed(List<T> given) {
    return Objects.requireNonNullElse(given, List.of());
  }
}
