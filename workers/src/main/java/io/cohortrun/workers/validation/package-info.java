/**
 * Validation of a run: gathers what its checks look at from the store, keeps what takes long to
 * compute, and writes {@code validation.json}.
 */
package io.cohortrun.workers.validation;
