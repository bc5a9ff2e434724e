/** Several variables of the same subjects at once. Pure, on arrays. */
package io.cohortrun.workflows.stats.multivariate;
