/**
 * How near virtual channels come to real multiplex immunofluorescence of the same region: pure
 * functions of arrays.
 */
package io.cohortrun.workflows.stats.quality;
