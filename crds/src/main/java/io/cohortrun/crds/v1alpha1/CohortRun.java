package io.cohortrun.crds.v1alpha1;

import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Singular;
import io.fabric8.kubernetes.model.annotation.Version;

/** These slides, this model, these clinical tables, these analyses, this place for results. */
@Group("cohortrun.io")
@Version("v1alpha1")
@Plural("cohortruns")
@Singular("cohortrun")
@ShortNames("crun")
@AdditionalPrinterColumn(
    name = "State",
    jsonPath = ".status.state",
    type = AdditionalPrinterColumn.Type.STRING)
@AdditionalPrinterColumn(
    name = "Done",
    jsonPath = ".status.slides.done",
    type = AdditionalPrinterColumn.Type.INTEGER)
@AdditionalPrinterColumn(
    name = "Total",
    jsonPath = ".status.slides.total",
    type = AdditionalPrinterColumn.Type.INTEGER)
@AdditionalPrinterColumn(
    name = "Failed",
    jsonPath = ".status.slides.failed",
    type = AdditionalPrinterColumn.Type.INTEGER)
@AdditionalPrinterColumn(
    name = "Percent",
    jsonPath = ".status.progress.percent",
    type = AdditionalPrinterColumn.Type.INTEGER)
// A date column shows an age, and "invalid" for what lies ahead.
@AdditionalPrinterColumn(
    name = "ETA",
    jsonPath = ".status.progress.eta",
    type = AdditionalPrinterColumn.Type.STRING)
@AdditionalPrinterColumn(
    name = "Age",
    jsonPath = ".metadata.creationTimestamp",
    type = AdditionalPrinterColumn.Type.DATE)
// Whole ones: a column of numbers would show every digit.
@AdditionalPrinterColumn(
    name = "Slides/h",
    jsonPath = ".status.progress.slidesPerHour",
    type = AdditionalPrinterColumn.Type.INTEGER,
    priority = 1)
@AdditionalPrinterColumn(
    name = "Pending",
    jsonPath = ".status.pendingReason",
    type = AdditionalPrinterColumn.Type.STRING,
    priority = 1)
public class CohortRun extends CustomResource<CohortRunSpec, CohortRunStatus>
    implements Namespaced {

  private static final long serialVersionUID = 1L;

  /** apiVersion of this class. */
  public static final String API_VERSION = "cohortrun.io/v1alpha1";
}
