package io.cohortrun.workers.population;

import io.cohortrun.workers.store.ObjectStore;
import io.cohortrun.workers.store.RunLayout;
import io.cohortrun.workers.store.Stores;
import io.cohortrun.workflows.contract.AnalysisSettings;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Survival, signature and associations of an {@link AnalysedCohort}, as a process that can be
 * killed. It says on stdout, a line each, which kept part it begins and which table it writes, and
 * goes on when it is given a line.
 */
final class AnalysisProcess {

  static final String BEGINS = "begins ";
  static final String WRITES = "writes ";

  private AnalysisProcess() {}

  /** Takes the cohort's folder. */
  public static void main(String[] args) throws Exception {
    Path folder = Path.of(args[0]);
    Path out = folder.resolve("out");
    RunLayout layout = AnalysedCohort.layout(out);
    try (ObjectStore store = Stores.open(out.toString())) {
      new RunAnalyses(told(store, layout), layout)
          .write(
              settings(folder.resolve("clinical table.csv")),
              AnalysedCohort.manifest("P"),
              AnalysedCohort.outcomes(),
              AnalysedCohort.BUNDLE);
    }
  }

  /** Three strata of survival and of associations, and blocks of permutations until p is clear. */
  static AnalysisSettings settings(Path clinical) {
    AnalysisSettings usual = AnalysedCohort.settings(clinical, AnalysedCohort.LEVELS);
    return AnalysedCohort.with(
        usual,
        usual.associations(),
        new AnalysisSettings.Survival(List.of("OS"), "efron", 10),
        new AnalysisSettings.Signature("OS", 3, 1, 1000));
  }

  /** A part is computed where the store has none. */
  private static ObjectStore told(ObjectStore store, RunLayout layout) {
    return (ObjectStore)
        Proxy.newProxyInstance(
            AnalysisProcess.class.getClassLoader(),
            new Class<?>[] {ObjectStore.class},
            (proxy, method, args) -> {
              try {
                if (method.getName().equals("put")) {
                  say(WRITES + args[0]);
                }
                Object answer = method.invoke(store, args);
                if (method.getName().equals("get")
                    && args[0].toString().startsWith(layout.strata())
                    && answer.equals(Optional.empty())) {
                  say(BEGINS + args[0]);
                }
                return answer;
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  private static void say(String line) throws IOException {
    System.out.println(line);
    while (System.in.read() != '\n') {
      // the answer
    }
  }
}
