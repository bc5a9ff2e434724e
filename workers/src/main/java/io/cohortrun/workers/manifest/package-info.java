/**
 * The cohort's table of slides: reading what people really have, checking every row, freezing it.
 */
package io.cohortrun.workers.manifest;
