/**
 * Statistics of a run's population: its clinical tables, frozen with it, and what is computed of
 * its features and them, kept part by part.
 */
package io.cohortrun.workers.population;
