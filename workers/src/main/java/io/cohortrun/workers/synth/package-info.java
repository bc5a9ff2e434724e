/**
 * Cohorts with a known truth: patients are drawn, their densities written into the colours of small
 * slides, and what was planted into an answer key. Slides are read by a bundle that decodes the
 * colours (planted_decoder.py), so that whatever is lost or invented between slide and result
 * shows.
 */
package io.cohortrun.workers.synth;
