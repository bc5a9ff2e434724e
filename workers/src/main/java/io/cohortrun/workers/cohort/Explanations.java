package io.cohortrun.workers.cohort;

import io.cohortrun.workers.manifest.ManifestRow;
import io.cohortrun.workers.store.Explain;
import io.cohortrun.workers.store.ObjectStore;
import io.cohortrun.workers.store.SlideStager;
import io.cohortrun.workflows.contract.CohortInput;
import java.io.IOException;

/**
 * Why a slide would, or would not, be computed again if the run began now. Looks, and infers
 * nothing.
 */
public final class Explanations {

  private final RowInspector inspector;
  private final SurveyMemory memory;
  private final SlideStager stage;
  private final SlideTerms terms;
  private final ObjectStore store;

  /** Over one output store. */
  public Explanations(CohortTools tools, ObjectStore store, CohortInput input) throws IOException {
    this.inspector = new RowInspector(tools.opener(), tools.keys());
    this.memory = new SurveyMemory(store, tools.versions().getOrDefault("readers", ""));
    this.stage = tools.staging().apply(store);
    this.terms =
        new SlideTerms(
            tools.bundles().bundle(input.bundle()), input.bundleDigest(), input.settings());
    this.store = store;
  }

  /**
   * One line on one row.
   *
   * @throws IOException where the store fails
   */
  public String explain(ManifestRow row) throws IOException {
    RowInspector.Found found = inspector.inspect(stage, memory, row, terms);
    return found.keyInputs() == null
        ? "not computed: %s: %s"
            .formatted(found.inspection().outcome(), found.inspection().message())
        : Explain.explain(store, row.uri(), found.keyInputs());
  }
}
