/**
 * Associations of a run: its clinical tables, frozen with it, and the tests of its features against
 * them, kept stratum by stratum.
 */
package io.cohortrun.workers.associations;
