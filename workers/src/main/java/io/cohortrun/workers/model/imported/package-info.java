/**
 * Makes bundles of the published networks: checks a checkpoint against its architecture, folds what
 * can be folded, fills our TorchScript template, and proves the result.
 */
package io.cohortrun.workers.model.imported;
