/** The ports, on Temporal and Kubernetes. */
package io.cohortrun.operator.adapters;
