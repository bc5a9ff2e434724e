package io.cohortrun.operator.apply;

import io.cohortrun.crds.v1alpha1.CohortRun;
import io.cohortrun.crds.v1alpha1.CohortRunStatus;
import io.cohortrun.crds.v1alpha1.OutputSpec;
import io.cohortrun.crds.v1alpha1.SecretRef;
import io.cohortrun.operator.decide.Intent;
import io.cohortrun.operator.desired.RunPlace;
import io.cohortrun.operator.observe.Epoch;
import io.cohortrun.operator.ports.EngineAway;
import io.cohortrun.operator.ports.Removal;
import io.cohortrun.operator.ports.RunEngine;
import io.cohortrun.operator.ports.Statuses;
import io.cohortrun.operator.status.StatusBuilder;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Carries out what was decided; each intent may have been carried out before. */
final class Intents {

  private final CohortRun run;
  private final Profiles profiles;
  private final RunEngine engine;
  private final AskedPools pools;
  private final Statuses statuses;
  private final Removal removal;
  private final Told told;

  /**
   * For one run, whose status names the attempt.
   *
   * @param told receives what the workflow was told
   */
  Intents(
      CohortRun run,
      Profiles profiles,
      RunEngine engine,
      AskedPools pools,
      Statuses statuses,
      Removal removal,
      Told told) {
    this.run = run;
    this.profiles = profiles;
    this.engine = engine;
    this.pools = pools;
    this.statuses = statuses;
    this.removal = removal;
    this.told = told;
  }

  void carryOut(List<Intent> intents) throws EngineAway {
    for (Intent intent : intents) {
      carryOut(intent);
    }
  }

  private void carryOut(Intent intent) throws EngineAway {
    String workflow = run.getStatus().getWorkflowId();
    switch (intent) {
      case Intent.Start start -> {
        String runId =
            engine.start(
                workflow, run.getMetadata().getNamespace(), Starts.input(run, start.attempt()));
        CohortRunStatus next = StatusBuilder.copy(run.getStatus());
        next.setRunId(runId);
        statuses.write(run, next);
      }
      case Intent.Adopt adopt -> {} // the status has it
      case Intent.Pause pause -> {
        engine.pause(workflow);
        told.held(true);
      }
      case Intent.Resume resume -> {
        engine.resume(workflow);
        told.held(false);
      }
      case Intent.TellDecision word -> {
        engine.signOff(workflow, word.decision());
        told.decision(word.decision());
      }
      case Intent.TellLost lost -> {
        engine.tellLost(workflow, lost.lost());
        told.lost(lost.lost().worker());
      }
      case Intent.Expire expire -> removal.remove(run);
      case Intent.Scale scale -> {
        if (scale.replicas() == 0) {
          pools.remove(place(), scale.pool());
        } else {
          Epoch epoch = new Epoch(run.getStatus().getAttempt(), scale.replacement());
          pools.scale(place(), scale.pool(), epoch, scale.replicas(), profiles.of(scale.pool()));
        }
      }
    }
  }

  private RunPlace place() {
    OutputSpec output = run.getSpec().getOutput();
    String namespace = run.getMetadata().getNamespace();
    return new RunPlace(
        namespace,
        run.getMetadata().getName(),
        run.getMetadata().getUid(),
        run.getStatus().getWorkflowId(),
        Optional.ofNullable(output.getSecretRef()).map(SecretRef::getName),
        Objects.requireNonNullElse(run.getSpec().getVolumes(), List.of()),
        Optional.ofNullable(run.getSpec().getWorkers().getQueue()),
        profiles.platform().temporal(),
        profiles.platform().temporalNamespace(namespace),
        profiles.platform().temporalSecret(namespace));
  }
}
