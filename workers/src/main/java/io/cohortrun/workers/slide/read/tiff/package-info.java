/**
 * TIFF, BigTIFF, OME-TIFF and Aperio SVS without native code: directories, pyramids, codecs.
 * Whatever a file declares is checked against its length before anything is allocated.
 */
package io.cohortrun.workers.slide.read.tiff;
