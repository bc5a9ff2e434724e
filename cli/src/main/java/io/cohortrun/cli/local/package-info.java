/**
 * The run without a cluster: Temporal, workflow and activities in this process, through the classes
 * that pods run.
 */
package io.cohortrun.cli.local;
