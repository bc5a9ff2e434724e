package io.cohortrun.workers.slide.read.tiff;

/**
 * One field of a directory as stored.
 *
 * @param tag its number
 * @param type TIFF field type
 * @param count values, unsigned
 * @param inline the value or offset field: 4 bytes, 8 in BigTIFF
 */
record TiffEntry(int tag, int type, long count, byte[] inline) {

  static final int ASCII = 2;
  static final int RATIONAL = 5;

  /** Bytes of all values; 0 for an unknown type, -1 where the product overflows. */
  long bytes() {
    int size =
        switch (type) {
          case 1, 2, 6, 7 -> 1;
          case 3, 8 -> 2;
          case 4, 9, 11, 13 -> 4;
          case 5, 10, 12, 16, 17, 18 -> 8;
          default -> 0;
        };
    return count < 0 || count > Long.MAX_VALUE / 8 ? -1 : count * size;
  }
}
