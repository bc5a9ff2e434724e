package io.cohortrun.workflows.contract;

import java.util.List;

/**
 * What the checks of a run came to.
 *
 * @param passed how many did
 * @param failed names of those that did not; checks that are not applicable are neither
 */
public record ValidationResult(int passed, List<String> failed) {}
