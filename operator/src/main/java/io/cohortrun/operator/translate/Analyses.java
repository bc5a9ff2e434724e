package io.cohortrun.operator.translate;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.cohortrun.crds.v1alpha1.AnalysesSpec;
import io.cohortrun.crds.v1alpha1.ClinicalSpec;
import io.cohortrun.crds.v1alpha1.CohortRunSpec;
import io.cohortrun.crds.v1alpha1.GateAction;
import io.cohortrun.crds.v1alpha1.ValidationSpec;
import io.cohortrun.workflows.contract.AnalysisSettings;
import io.cohortrun.workflows.contract.ClinicalSettings;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;

/** The part of a workflow's input that says what is computed of the cohort. */
public final class Analyses {

  private static final int SMALL_CELLS = 10;
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private Analyses() {}

  /** Absolute locations in, absolute locations out. */
  public static AnalysisSettings of(CohortRunSpec spec) {
    AnalysesSpec asked = Objects.requireNonNullElseGet(spec.getAnalyses(), AnalysesSpec::new);
    return new AnalysisSettings(
        given(spec.getClinical(), Analyses::clinical),
        given(
            asked.getAssociations(),
            a ->
                new AnalysisSettings.Associations(
                    a.getLevels().stream().map(Enum::name).toList(),
                    a.getFalseDiscoveryRate(),
                    a.getMinPatients(),
                    a.getMinArm(),
                    listed(a.getAdjustFor()))),
        given(
            asked.getSurvival(),
            s ->
                new AnalysisSettings.Survival(
                    s.getEndpoints(), word(s.getTies()), s.getMinEvents())),
        given(
            asked.getSignature(),
            s ->
                new AnalysisSettings.Signature(
                    s.getEndpoint(), s.getFolds(), s.getRepeats(), s.getPermutations())),
        given(
            asked.getConcordance(),
            c -> new AnalysisSettings.Concordance(c.getRun(), c.getMinPatients())),
        given(
            asked.getQuality(),
            q -> new AnalysisSettings.Quality(q.getPairs(), listed(q.getBaselines()))),
        listed(asked.getTriage()).stream()
            .map(t -> new AnalysisSettings.Triage(t.getAttribute(), t.getPrevalence()))
            .toList(),
        Objects.requireNonNullElse(asked.getSmallCells(), SMALL_CELLS),
        validation(Objects.requireNonNullElseGet(spec.getValidation(), ValidationSpec::new)));
  }

  private static ClinicalSettings clinical(ClinicalSpec clinical) {
    return new ClinicalSettings(
        listed(clinical.getTables()),
        clinical.getStudy(),
        listed(clinical.getMutations()),
        clinical.getMegabases(),
        "",
        clinical.getOncoTree(),
        listed(clinical.getColumns()).stream()
            .map(
                c ->
                    new ClinicalSettings.Column(
                        c.getName(), c.getKind().name(), listed(c.getOrder())))
            .toList(),
        listed(clinical.getEndpoints()).stream()
            .map(
                e ->
                    new ClinicalSettings.Endpoint(
                        e.getName(), e.getTime(), e.getEvent(), e.getEntry(), e.getUnit().name()))
            .toList(),
        clinical.getSlideRule().name());
  }

  private static AnalysisSettings.Validation validation(ValidationSpec spec) {
    return new AnalysisSettings.Validation(
        Objects.requireNonNullElse(spec.getOnFailure(), GateAction.Mark).name(),
        listed(spec.getChecks()).stream()
            .map(
                c ->
                    new AnalysisSettings.Check(
                        c.getName().name(),
                        c.getThreshold(),
                        given(c.getOnFailure(), GateAction::name)))
            .toList());
  }

  private static <T, R> R given(T asked, Function<T, R> translated) {
    return asked == null ? null : translated.apply(asked);
  }

  private static <T> List<T> listed(List<T> given) {
    return Objects.requireNonNullElse(given, List.of());
  }

  /** The word that stands in YAML for a value. */
  private static String word(Enum<?> value) {
    return MAPPER.convertValue(value, String.class);
  }
}
