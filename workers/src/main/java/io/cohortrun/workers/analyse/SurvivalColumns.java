package io.cohortrun.workers.analyse;

import java.util.ArrayList;
import java.util.List;

/**
 * Which columns of a table a survival analysis uses.
 *
 * @param time end of follow-up
 * @param event 0 or 1 (also true and false, and cBioPortal's {@code 1:DECEASED}); where there are
 *     only 1 and 2, 2 is the event
 * @param entry start of observation, or null
 * @param covariates of the Cox model, may be empty; a column that is not of numbers becomes one of
 *     0 and 1 per level but the first
 * @param strata or null
 * @param group whose curves are compared, or null
 */
public record SurvivalColumns(
    String time, String event, String entry, List<String> covariates, String strata, String group) {

  /** Those of every model. */
  List<String> followUp() {
    List<String> names = new ArrayList<>(List.of(time, event));
    if (entry != null) {
      names.add(entry);
    }
    return names;
  }

  /** All. */
  List<String> all() {
    List<String> names = followUp();
    names.addAll(covariates);
    if (strata != null) {
      names.add(strata);
    }
    if (group != null) {
      names.add(group);
    }
    return names;
  }
}
