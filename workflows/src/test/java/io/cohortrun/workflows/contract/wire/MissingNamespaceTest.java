package io.cohortrun.workflows.contract.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Status;
import org.junit.jupiter.api.Test;

class MissingNamespaceTest {

  @Test
  void aMissingNamespaceIsToldFromAWorkflowThatIsNotThere() {
    assertThat(MissingNamespace.isSaidBy(answer(Status.NOT_FOUND, "Namespace team is not found.")))
        .isTrue();
    assertThat(MissingNamespace.isSaidBy(answer(Status.NOT_FOUND, "workflow not found for ID: w")))
        .isFalse();
    assertThat(MissingNamespace.isSaidBy(answer(Status.UNAVAILABLE, "Namespace team"))).isFalse();
    assertThat(MissingNamespace.isSaidBy(new IllegalStateException("Namespace"))).isFalse();
  }

  /** As the SDK has it: what was answered is the cause. */
  private static RuntimeException answer(Status code, String sentence) {
    return new IllegalStateException(code.withDescription(sentence).asRuntimeException());
  }
}
