/**
 * The screen of all features against all attributes, at all levels: loops over strata, makes
 * rankings once, leaves out what is not eligible and counts it, corrects by family. Pure, on
 * arrays; the tests themselves are in rank, survival and multiplicity.
 */
package io.cohortrun.workflows.stats.screen;
