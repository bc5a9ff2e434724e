package io.cohortrun.workflows.stats.outcome;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.cohortrun.workflows.stats.Table;
import io.cohortrun.workflows.stats.outcome.GroupCurves.Grouping;
import io.cohortrun.workflows.stats.outcome.GroupCurves.Point;
import io.cohortrun.workflows.stats.screen.Outcome;
import io.cohortrun.workflows.stats.screen.Population;
import io.cohortrun.workflows.stats.survival.CoxModel;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Against R 4.2.2, survival 3.5-3: {@code summary(survfit(...), times = 365.25 * ...)}. */
class GroupCurvesTest {

  private static final double YEAR = 365.25;

  private static List<Point> curve(double[] time, boolean[] event, double year, int[] group) {
    double[] always = new double[time.length];
    Arrays.fill(always, Double.NEGATIVE_INFINITY);
    List<String> none = Collections.nCopies(time.length, "");
    Population population =
        new Population(
            none,
            none,
            none,
            List.of(),
            List.of(),
            List.of(new Outcome("OS", always, time, event)),
            List.of());
    GroupCurves curves =
        GroupCurves.of(
            population,
            population.strata().getFirst(),
            new SurvivalPlan(List.of("OS"), CoxModel.Ties.EFRON, 1, Map.of("OS", year)),
            List.of(new Grouping("by", List.of("first", "second"), group)));
    return curves.curves().stream().filter(p -> p.group().equals("first")).toList();
  }

  private static void told(List<Point> curve, double time, int atRisk, double survival) {
    assertThat(curve)
        .filteredOn(p -> Math.abs(p.time() - time) < 1e-9)
        .singleElement()
        .satisfies(
            p -> {
              assertThat(p.atRisk()).as("at risk at %s", time).isEqualTo(atRisk);
              assertThat(p.survival()).isCloseTo(survival, within(1e-12));
            });
  }

  @Test
  void patientsAtRiskAreThoseOfSurvfitAlsoWhereEventTimesAreThinned() throws Exception {
    Table lung = Table.read("survival/lung.csv", ",");
    double[] time = lung.numbers("time");
    double[] status = lung.numbers("status");
    boolean[] event = new boolean[time.length];
    for (int i = 0; i < event.length; i++) {
      event[i] = status[i] == 1;
    }
    int[] men = Arrays.stream(lung.numbers("sex")).mapToInt(s -> s == 1 ? 0 : 1).toArray();
    List<Point> curve = curve(time, event, YEAR, men);
    told(curve, 0, 138, 1);
    told(curve, 0.5 * YEAR, 86, 0.629818069689);
    told(curve, YEAR, 35, 0.336087834639);
    told(curve, 1.5 * YEAR, 17, 0.189729935934);
    told(curve, 2 * YEAR, 7, 0.078124091267);
    told(curve, 2.5 * YEAR, 2, 0.035713870293);

    int[] butTheLast = IntStream.range(0, time.length).map(i -> i == 227 ? 1 : 0).toArray();
    List<Point> many = curve(time, event, YEAR, butTheLast);
    assertThat(many).as("139 event times").hasSize(1 + GroupCurves.POINTS + 5);
    told(many, 0, 227, 1);
    told(many, 0.5 * YEAR, 156, 0.706923368298);
    told(many, YEAR, 65, 0.408588010626);
    told(many, 1.5 * YEAR, 32, 0.255041423797);
    told(many, 2 * YEAR, 13, 0.115508320929);
    told(many, 2.5 * YEAR, 3, 0.050265159437);
    assertThat(many.stream().mapToInt(Point::events).sum()).isEqualTo(165);
  }

  @Test
  void yearsAreThoseOfTheEndpointsUnitAndEndWithTheGroup() {
    double[] months = {6, 12, 24, 30, 13, 70};
    boolean[] event = {true, true, false, true, true, true};
    List<Point> curve = curve(months, event, 12, new int[] {0, 0, 0, 0, 1, 1});
    assertThat(curve).extracting(Point::time).containsExactly(0.0, 6.0, 12.0, 24.0, 30.0);
    assertThat(curve).extracting(Point::atRisk).containsExactly(4, 4, 3, 2, 1);
    assertThat(curve).extracting(Point::events).containsExactly(0, 1, 1, 0, 1);
  }
}
