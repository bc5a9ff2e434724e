/** The process: settings, the loop, probes, metrics, leader election. */
package io.cohortrun.operator.app;
