/**
 * The CohortRun resource, version v1alpha1: plain beans that the CRD and its reference page are
 * generated from, and nothing else. Every field carries its own documentation.
 */
package io.cohortrun.crds.v1alpha1;
