/**
 * Readers in this process: OpenSlide through the foreign-function API and a TIFF reader in pure
 * Java, and the choice between them by content. Meant to run inside the decode child.
 */
package io.cohortrun.workers.slide.read;
