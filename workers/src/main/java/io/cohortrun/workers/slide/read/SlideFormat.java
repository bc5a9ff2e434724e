package io.cohortrun.workers.slide.read;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** Formats told apart by a file's first bytes; MIRAX by its name and the folder beside it. */
enum SlideFormat {
  EMPTY("an empty file"),
  TIFF("a TIFF file"),
  DICOM("a DICOM file"),
  MIRAX("a MIRAX slide"),
  MIRAX_ALONE("a MIRAX file without its folder"),
  VMS("a Hamamatsu VMS or VMU slide"),
  SQLITE("a Sakura slide"),
  CZI("a Zeiss CZI file"),
  JPEG("a JPEG picture"),
  PNG("a PNG picture"),
  UNKNOWN("no known slide format");

  private static final int HEAD = 512;

  private final String words;

  SlideFormat(String words) {
    this.words = words;
  }

  /** For a sentence. */
  String words() {
    return words;
  }

  /** Reads at most 512 bytes. */
  static SlideFormat of(Path file) throws IOException {
    byte[] head;
    try (InputStream in = Files.newInputStream(file)) {
      head = in.readNBytes(HEAD);
    }
    // A MIRAX file holds a thumbnail or nothing: its folder is the slide.
    if (SlideSet.miraxFolder(file) != null) {
      return MIRAX;
    }
    if (SlideSet.isMirax(file)) {
      return MIRAX_ALONE;
    }
    if (head.length == 0) {
      return EMPTY;
    }
    if (starts(head, 'I', 'I', 42, 0)
        || starts(head, 'M', 'M', 0, 42)
        || starts(head, 'I', 'I', 43, 0)
        || starts(head, 'M', 'M', 0, 43)) {
      return TIFF;
    }
    if (head.length >= 132 && starts(Arrays.copyOfRange(head, 128, 132), 'D', 'I', 'C', 'M')) {
      return DICOM;
    }
    String text = new String(head, StandardCharsets.ISO_8859_1);
    if (text.startsWith("SQLite format 3")) {
      return SQLITE;
    }
    if (text.startsWith("ZISRAWFILE")) {
      return CZI;
    }
    if (text.contains("[Virtual Microscope Specimen]") || text.contains("[Uncompressed Virtual")) {
      return VMS;
    }
    if (starts(head, 0xFF, 0xD8, 0xFF)) {
      return JPEG;
    }
    return starts(head, 0x89, 'P', 'N', 'G') ? PNG : UNKNOWN;
  }

  private static boolean starts(byte[] head, int... magic) {
    if (head.length < magic.length) {
      return false;
    }
    for (int i = 0; i < magic.length; i++) {
      if ((head[i] & 0xFF) != magic[i]) {
        return false;
      }
    }
    return true;
  }
}
