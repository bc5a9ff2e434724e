package io.cohortrun.workflows.engine;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Workflow code gives the same commands whenever and wherever it is replayed. */
class EngineCodeTest {

  private static final String ENGINE = "io.cohortrun.workflows.engine";
  private static final String PLAN = "io.cohortrun.workflows.plan";
  private static final String CONTRACT = "io.cohortrun.workflows.contract";

  private static final DescribedPredicate<JavaClass> FORBIDDEN =
      resideInAnyPackage(
              "java.io..",
              "java.nio..",
              "java.net..",
              "java.util.concurrent..",
              "java.util.logging..",
              "java.security..",
              "java.util.random..",
              "org.slf4j..")
          .or(
              nameMatching(
                  "java\\.lang\\.(System|Thread.*|Process.*|Runtime|InheritableThreadLocal)"))
          .or(
              nameMatching(
                  "java\\.util\\.(Random|SplittableRandom|UUID|Date|Calendar|Timer|HashMap|HashSet|IdentityHashMap|WeakHashMap)"))
          .or(nameMatching("java\\.time\\.Clock"))
          .as("a clock, a thread, chance, I/O, a logger of its own or an unordered collection");

  private static final DescribedPredicate<JavaAccess<?>> FORBIDDEN_CALL =
      DescribedPredicate.describe(
          "asks the clock, runs in parallel, or collects without order",
          access -> {
            String target = access.getTargetOwner().getName() + "." + access.getTarget().getName();
            return target.matches("java\\.time\\.\\w+\\.now")
                || target.matches("java\\.util\\.(Set|Map)\\.(of|copyOf|ofEntries)")
                || target.matches("java\\.lang\\.Math\\.random")
                || target.endsWith(".parallelStream")
                || target.matches("java\\.util\\.stream\\.\\w+\\.parallel")
                || target.matches(
                    "java\\.util\\.stream\\.Collectors\\.(toSet|toMap|groupingBy|partitioningBy|toUnmodifiable(Set|Map))");
          });

  private static JavaClasses classes() {
    return new ClassFileImporter()
        .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
        .importPackages(ENGINE, PLAN, CONTRACT);
  }

  private static List<ArchRule> rules(String... packages) {
    return List.of(
        noClasses()
            .that()
            .resideInAnyPackage(packages)
            .should()
            // The type that Workflow.getLogger gives, which is silent in a replay.
            .dependOnClassesThat(FORBIDDEN.and(not(name("org.slf4j.Logger")))),
        noClasses().that().resideInAnyPackage(packages).should().accessTargetWhere(FORBIDDEN_CALL));
  }

  @Test
  void engineAndPlanAreDeterministic() {
    JavaClasses classes = classes();
    assertThat(classes).hasSizeGreaterThan(30);
    rules(ENGINE, PLAN).forEach(rule -> rule.check(classes));
  }

  @Test
  void thePlanKnowsNoTemporal() {
    noClasses()
        .that()
        .resideInAPackage(PLAN)
        .should()
        .dependOnClassesThat(resideOutsideOfPackages("java..", PLAN, CONTRACT))
        .check(classes());
  }

  @Test
  void theContractHasNoBehaviourOfItsOwnToDependOn() {
    noClasses()
        .that()
        .resideInAPackage(CONTRACT)
        .should()
        .dependOnClassesThat(
            resideOutsideOfPackages(
                "java.lang..",
                "java.util",
                "java.util.stream",
                "java.util.function",
                "java.time",
                CONTRACT,
                "io.temporal.activity",
                "io.temporal.workflow"))
        .check(classes());
    rules(CONTRACT).forEach(rule -> rule.check(classes()));
  }

  @Test
  void theRulesSeeWhatTheyAreFor() {
    JavaClasses bad =
        new ClassFileImporter()
            .importClasses(Harness.class, FakeShards.class, FakeStore.class, Bad.class);
    for (ArchRule rule : rules(ENGINE)) {
      assertThatThrownBy(() -> rule.check(bad)).isInstanceOf(AssertionError.class);
    }
    List<String> targets = List.of("now", "random", "toSet");
    assertThatThrownBy(() -> rules(ENGINE).get(1).check(bad))
        .satisfies(e -> targets.forEach(t -> assertThat(e).hasMessageContaining(t)));
  }

  /** Each of these would replay differently. */
  static final class Bad {
    static Object now() {
      return java.time.Instant.now();
    }

    static double chance() {
      return Math.random();
    }

    static Object unordered() {
      return List.of(1).stream().collect(java.util.stream.Collectors.toSet());
    }
  }
}
