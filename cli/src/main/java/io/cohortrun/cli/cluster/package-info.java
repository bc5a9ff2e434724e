/** CohortRuns of a cluster, as the user of a kubeconfig: the {@code kubectl cohort} plugin. */
package io.cohortrun.cli.cluster;
