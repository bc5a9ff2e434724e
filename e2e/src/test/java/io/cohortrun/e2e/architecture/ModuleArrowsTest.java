package io.cohortrun.e2e.architecture;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Which module may know which: the arrows of CONTRIBUTING.md, and no others. */
class ModuleArrowsTest {

  /** Module to the packages of ours that it may use besides its own. */
  private static final Map<String, List<String>> ARROWS =
      Map.of(
          "crds", List.of(),
          "workflows", List.of(),
          "operator", List.of("crds..", "workflows.contract.."),
          "workers", List.of("workflows.."),
          "cli", List.of("crds..", "operator.translate..", "workflows..", "workers.."));

  private static final JavaClasses OURS =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .withImportOption(location -> !location.contains("-tests.jar"))
          .importPackages(
              ARROWS.keySet().stream().map(m -> "io.cohortrun." + m).toArray(String[]::new));

  @Test
  void modulesUseOnlyWhatTheirArrowsPointAt() {
    ARROWS.forEach(
        (module, others) -> {
          String[] allowed =
              Stream.concat(Stream.of(module + ".."), others.stream())
                  .map(p -> "io.cohortrun." + p)
                  .toArray(String[]::new);
          assertThat(in(module)).as("classes of %s that were read", module).isNotEmpty();
          classes()
              .that()
              .resideInAPackage("io.cohortrun." + module + "..")
              .should()
              .onlyDependOnClassesThat(
                  DescribedPredicate.not(resideInAPackage("io.cohortrun.."))
                      .or(resideInAnyPackage(allowed)))
              .check(OURS);
        });
  }

  @Test
  void librariesStayWhereTheyBelong() {
    onlyIn(
        "io.fabric8..",
        "io.cohortrun.crds..",
        "io.cohortrun.operator.translate..",
        "io.cohortrun.operator.desired..",
        "io.cohortrun.operator.observe..",
        "io.cohortrun.operator.apply..",
        "io.cohortrun.operator.adapters..",
        "io.cohortrun.operator.app..",
        "io.cohortrun.cli..");
    onlyIn("io.javaoperatorsdk..", "io.cohortrun.operator.app..");
    onlyIn("ai.djl..", "io.cohortrun.workers.model..");
    onlyIn("org.apache.opendal..", "io.cohortrun.workers.store..");
    onlyIn(
        "org.duckdb..",
        "io.cohortrun.workers.table..",
        "io.cohortrun.workers.cohort..",
        "io.cohortrun.workers.manifest..");
    onlyIn("picocli..", "io.cohortrun.cli..");
    onlyIn("org.apache.commons.statistics..", "io.cohortrun.workflows.stats..");
    onlyIn(
        "io.temporal..",
        "io.cohortrun.workflows.contract..",
        "io.cohortrun.workflows.engine..",
        "io.cohortrun.workers.cohort..",
        "io.cohortrun.workers.shard..",
        "io.cohortrun.operator.adapters..",
        "io.cohortrun.cli.pod..",
        "io.cohortrun.cli.local..");
  }

  @Test
  void packagesOfAModuleFormNoCircles() {
    for (String module : ARROWS.keySet()) {
      slices()
          .matching("io.cohortrun.%s.(*)..".formatted(module))
          .should()
          .beFreeOfCycles()
          .check(OURS);
    }
  }

  @Test
  void slidesKnowNothingOfModelsShardsOrReports() {
    noClasses()
        .that()
        .resideInAPackage("io.cohortrun.workers.slide..")
        .should()
        .dependOnClassesThat(
            resideInAnyPackage(
                Stream.of("model", "shard", "cohort", "report", "table")
                    .map(p -> "io.cohortrun.workers." + p + "..")
                    .toArray(String[]::new)))
        .check(OURS);
  }

  private static List<JavaClass> in(String module) {
    return OURS.stream()
        .filter(c -> c.getPackageName().startsWith("io.cohortrun." + module))
        .toList();
  }

  private static void onlyIn(String library, String... packages) {
    noClasses()
        .that()
        .resideOutsideOfPackages(packages)
        .should()
        .dependOnClassesThat()
        .resideInAPackage(library)
        .as("%s only in %s".formatted(library, Arrays.toString(packages)))
        .check(OURS);
  }
}
