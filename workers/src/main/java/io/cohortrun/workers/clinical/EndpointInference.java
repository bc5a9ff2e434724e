package io.cohortrun.workers.clinical;

import io.cohortrun.workers.clinical.Endpoint.Unit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds times to events by the names of their columns: {@code OS_time} and {@code OS}. */
final class EndpointInference {

  /** Overall, disease-specific, disease-free, progression-free and such. */
  private static final Pattern TIME =
      Pattern.compile(
          "(os|dss|dfs|dfi|pfs|pfi|rfs|efs|dmfs|css|overallsurvival)(time|days|weeks|months|years)");

  private static final Set<String> STATUS = Set.of("", "status", "event");

  private EndpointInference() {}

  /** Those of which both columns are there. */
  static List<Endpoint> of(List<String> names) {
    Map<String, Endpoint> found = new LinkedHashMap<>();
    for (String time : names) {
      Matcher parts = TIME.matcher(ColumnInference.normal(time));
      if (parts.matches()) {
        String stem = parts.group(1);
        String name = stem.equals("overallsurvival") ? "OS" : stem.toUpperCase(Locale.ROOT);
        names.stream()
            .filter(event -> isEvent(event, stem))
            .findFirst()
            .ifPresent(
                event ->
                    found.putIfAbsent(
                        name, new Endpoint(name, time, event, null, unit(parts.group(2)))));
      }
    }
    return List.copyOf(found.values());
  }

  private static boolean isEvent(String name, String stem) {
    String normal = ColumnInference.normal(name);
    return normal.startsWith(stem) && STATUS.contains(normal.substring(stem.length()));
  }

  private static Unit unit(String word) {
    return word.equals("time") ? Unit.UNKNOWN : Unit.valueOf(word.toUpperCase(Locale.ROOT));
  }
}
