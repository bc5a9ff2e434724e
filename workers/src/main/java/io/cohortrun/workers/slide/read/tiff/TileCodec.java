package io.cohortrun.workers.slide.read.tiff;

import java.io.IOException;

/** Turns the stored bytes of one tile or strip into samples. */
interface TileCodec {

  /**
   * Decodes.
   *
   * @param stored bytes of the tile
   * @param width pixels of the tile
   * @param rows rows that are stored
   * @param samples per pixel in the result
   * @return at least width * rows * samples bytes, row-major, interleaved
   * @throws IOException where they do not decode; its message is a clause for a sentence
   */
  byte[] decode(byte[] stored, int width, int rows, int samples) throws IOException;
}
