/** CohortRun to workflow input: the only place that knows both languages. */
package io.cohortrun.operator.translate;
