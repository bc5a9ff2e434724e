package io.cohortrun.e2e.cluster;

import io.cohortrun.e2e.server.Lacking;
import io.cohortrun.e2e.server.TestPython;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.opentest4j.TestAbortedException;

/** Gives tests the one cluster with pods, started for the first and stopped after the last. */
final class SharedPods implements ExecutionCondition, ParameterResolver {

  private record Started(PodCluster cluster) implements AutoCloseable {

    @Override
    public void close() {
      cluster.close();
    }
  }

  @Override
  public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
    return whereItCanBeMade();
  }

  /** Before a test is made: what is thrown while it is made counts as its failure. */
  static ConditionEvaluationResult whereItCanBeMade() {
    try {
      if (!"root".equals(System.getProperty("user.name"))) {
        throw Lacking.said("only root makes a node of a machine, for the tests on pods");
      }
      Programs.of("kubelet");
      Programs.beside("prometheus-operator");
      TestPython.program("temporal");
      return ConditionEvaluationResult.enabled("all is there");
    } catch (TestAbortedException lacking) {
      return ConditionEvaluationResult.disabled(lacking.getMessage());
    }
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == PodCluster.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return cluster(context);
  }

  static PodCluster cluster(ExtensionContext context) {
    return context
        .getRoot()
        .getStore(ExtensionContext.Namespace.create(SharedPods.class))
        .computeIfAbsent(PodCluster.class, type -> start(), Started.class)
        .cluster();
  }

  private static Started start() {
    try {
      // Not below target: a socket's path is short.
      return new Started(PodCluster.start(Files.createTempDirectory(Path.of("/tmp"), "cohortrun")));
    } catch (Exception e) {
      throw new IllegalStateException("no cluster with pods", e);
    }
  }
}
