/**
 * The patients of a run: which slides stand for them, who was lost and where, what is known of each
 * and of all, and what of it may be handed on.
 */
package io.cohortrun.workers.patients;
