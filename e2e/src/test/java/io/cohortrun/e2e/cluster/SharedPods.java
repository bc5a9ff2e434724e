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

  /**
   * The outcome of the one start: what it lacked it would lack again.
   *
   * @param cluster null where it failed
   * @param failure null where it did not
   */
  private record Start(PodCluster cluster, Exception failure) implements AutoCloseable {

    @Override
    public void close() {
      if (cluster != null) {
        cluster.close();
      }
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
    Start start =
        context
            .getRoot()
            .getStore(ExtensionContext.Namespace.create(SharedPods.class))
            .computeIfAbsent(PodCluster.class, type -> start(), Start.class);
    if (start.failure() != null) {
      throw new IllegalStateException("no cluster with pods: " + start.failure(), start.failure());
    }
    return start.cluster();
  }

  private static Start start() {
    try {
      // Not below target: a socket's path is short.
      Path folder = Files.createTempDirectory(Path.of("/tmp"), "cohortrun");
      return new Start(PodCluster.start(folder), null);
    } catch (Exception e) {
      return new Start(null, e);
    }
  }
}
