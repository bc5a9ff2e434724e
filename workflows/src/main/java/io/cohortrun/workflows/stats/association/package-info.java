/** Which tests are made, their common result, and what stands between an association and belief. */
package io.cohortrun.workflows.stats.association;
