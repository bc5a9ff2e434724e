package io.cohortrun.e2e.cluster;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;

/** Tests on the one cluster with pods: one process of the build runs them all, by their tag. */
@Tag(OnPods.LANE)
@ExtendWith(SharedPods.class)
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@interface OnPods {

  /** As {@code e2e/pods/pom.xml} has it, and that of the other lane. */
  String LANE = "pods";
}
