/** The operator on a real API server. */
package io.cohortrun.e2e.cluster;
