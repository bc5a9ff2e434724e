/** CohortRun to workflow input and to pods: the only place that knows both languages. */
package io.cohortrun.operator.translate;
