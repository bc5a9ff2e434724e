/**
 * Decoding in a child process: a crash, a hang or an absurd allocation of a decoder costs one slide
 * and never the worker.
 */
package io.cohortrun.workers.slide.child;
