package io.cohortrun.operator.translate;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.cohortrun.crds.v1alpha1.BudgetsSpec;
import io.cohortrun.crds.v1alpha1.CohortRun;
import io.cohortrun.crds.v1alpha1.CohortRunSpec;
import io.cohortrun.crds.v1alpha1.FailureCode;
import io.cohortrun.crds.v1alpha1.ModelSpec;
import io.cohortrun.crds.v1alpha1.OutputSpec;
import io.cohortrun.crds.v1alpha1.RetryOnlySpec;
import io.cohortrun.crds.v1alpha1.SlidesSpec;
import io.cohortrun.crds.v1alpha1.WorkersSpec;
import io.cohortrun.workflows.contract.Budgets;
import io.cohortrun.workflows.contract.CohortInput;
import io.cohortrun.workflows.contract.Outcome;
import io.cohortrun.workflows.contract.OutputSettings;
import io.cohortrun.workflows.contract.Pacing;
import io.cohortrun.workflows.contract.RunRef;
import io.cohortrun.workflows.contract.SlideSettings;
import io.cohortrun.workflows.contract.TaskQueues;
import io.fabric8.kubernetes.api.model.Quantity;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * A CohortRun with its defaults applied (by the API server, or locally from the same schema) as the
 * input of its workflow.
 */
public final class Translate {

  /** A worker computes one shard while it stages the next. */
  private static final int SHARDS_PER_GPU_WORKER = 2;

  private static final int PREFLIGHTS_PER_CPU_WORKER = 2;
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private Translate() {}

  /** As {@link #toInput(CohortRun, RunRef, Digests, Pacing)}, paced by the run's worker pools. */
  public static CohortInput toInput(CohortRun run, RunRef ref, Digests digests) {
    return toInput(run, ref, digests, pacing(run.getSpec().getWorkers(), ref));
  }

  /**
   * The input of one attempt's workflow.
   *
   * @param run defaults applied, URIs absolute
   * @param ref the attempt; from the second on only failed rows are tried again, those that {@code
   *     spec.retryOnly} chooses
   * @param digests frozen at acceptance
   * @param pacing queues and windows
   */
  public static CohortInput toInput(CohortRun run, RunRef ref, Digests digests, Pacing pacing) {
    CohortRunSpec spec = run.getSpec();
    CohortInput input =
        new CohortInput(
            CohortInput.VERSION,
            ref,
            run.getMetadata().getName(),
            spec.getManifest().getUri(),
            spec.getModel().getBundle(),
            digests.bundle(),
            digests.spec(),
            CohortInput.Mode.valueOf(spec.getMode().name()),
            settings(spec.getSlides(), spec.getModel()),
            outputs(spec.getOutput()),
            budgets(spec.getBudgets()),
            pacing,
            List.of());
    return retrying(input, spec.getRetryOnly())
        .reviewed(spec.getSignOff() != null && spec.getSignOff().getRequired())
        .priced(spec.getBudgets().getPricePerWorkerHour())
        .with(Analyses.of(spec));
  }

  /** Queues are the run's own; windows follow the replicas wanted. */
  public static Pacing pacing(WorkersSpec workers, RunRef ref) {
    return new Pacing(
        TaskQueues.cpu(ref.uid()),
        TaskQueues.gpu(ref.uid()),
        Math.max(1, workers.getGpu().getReplicas()) * SHARDS_PER_GPU_WORKER,
        Math.max(1, workers.getCpu().getReplicas()) * PREFLIGHTS_PER_CPU_WORKER,
        Duration.ofSeconds(60),
        Duration.ofHours(6),
        Duration.ofSeconds(30),
        10);
  }

  private static SlideSettings settings(SlidesSpec slides, ModelSpec model) {
    return new SlideSettings(
        word(slides.getResolution()),
        word(slides.getMaskProfile()),
        word(model.getTiling()),
        word(model.getPrecision()),
        word(slides.getValidPixels()),
        slides.getMinTissueFraction(),
        slides.getAllowUpsample(),
        slides.getBadTileBudget(),
        new TreeMap<>(Objects.requireNonNullElse(slides.getThresholds(), Map.of())));
  }

  private static OutputSettings outputs(OutputSpec output) {
    String quota = output.getQuota();
    return new OutputSettings(
        output.getProfile().name(),
        Objects.requireNonNullElse(output.getFullSlides(), List.of()),
        quota == null ? 0 : Quantity.getAmountInBytes(new Quantity(quota)).longValueExact());
  }

  private static Budgets budgets(BudgetsSpec budgets) {
    return new Budgets(
        budgets.getInfrastructure(),
        budgets.getSlide(),
        budgets.getModel(),
        budgets.getFailureShare());
  }

  private static CohortInput retrying(CohortInput input, RetryOnlySpec only) {
    if (input.run().attempt() == 1) {
      return input;
    }
    List<FailureCode> codes = only == null ? null : only.getCodes();
    List<String> slides = only == null ? null : only.getSlides();
    return input.retrying(
        codes == null
            ? Outcome.failures()
            : codes.stream().map(code -> Outcome.valueOf(code.name())).toList(),
        Objects.requireNonNullElse(slides, List.of()));
  }

  /** The word that stands in YAML for a value. */
  private static String word(Enum<?> value) {
    return MAPPER.convertValue(value, String.class);
  }
}
