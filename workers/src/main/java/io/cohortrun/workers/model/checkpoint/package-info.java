/**
 * Reads published checkpoints (PyTorch's zip and older files, safetensors) as what they should be:
 * named tensors. Executes nothing, allocates nothing that the file does not hold, and refuses by
 * name whatever a table of weights does not need.
 */
package io.cohortrun.workers.model.checkpoint;
