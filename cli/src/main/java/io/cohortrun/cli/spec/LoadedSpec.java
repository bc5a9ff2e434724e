package io.cohortrun.cli.spec;

import io.cohortrun.crds.v1alpha1.CohortRun;
import java.util.List;

/**
 * A CohortRun that may start.
 *
 * @param run valid, defaults applied, locations absolute
 * @param digest sha256 of the canonical spec, hex
 * @param warnings sentences about settings that have no effect in a local run
 */
public record LoadedSpec(CohortRun run, String digest, List<String> warnings) {}
