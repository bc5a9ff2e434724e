/** Child objects of a run, built from values alone: what the cluster should have. */
package io.cohortrun.operator.desired;
