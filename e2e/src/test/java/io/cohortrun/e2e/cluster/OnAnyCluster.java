package io.cohortrun.e2e.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Gives tests the cluster that the developer named, else the one with pods, which others share. */
final class OnAnyCluster implements ExecutionCondition, ParameterResolver {

  @Override
  public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
    return AnyCluster.named(System.getenv())
        .map(named -> ConditionEvaluationResult.enabled("a cluster is named"))
        .orElseGet(SharedPods::whereItCanBeMade);
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == AnyCluster.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return AnyCluster.named(System.getenv())
        .orElseGet(() -> ofThisBuild(SharedPods.cluster(context)));
  }

  private static AnyCluster ofThisBuild(PodCluster cluster) {
    try {
      return new AnyCluster(
          cluster.plane().kubeconfig("admin"), WorkerImage.REPOSITORY + ":" + WorkerImage.TAG);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
