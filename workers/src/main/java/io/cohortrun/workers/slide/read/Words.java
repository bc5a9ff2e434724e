package io.cohortrun.workers.slide.read;

/** Makes a library's message fit for a ledger: one line, bounded, without the machine's paths. */
public final class Words {

  private static final int MAX = 200;

  private Words() {}

  /** {@code message} without control characters and without {@code file}'s path. */
  public static String clean(String message, String file) {
    String text = message == null ? "no reason given" : message;
    text = text.replace(file, "the file").replaceAll("\\p{Cntrl}+", " ").strip();
    if (text.length() > MAX) {
      text = text.substring(0, MAX) + "...";
    }
    return text.endsWith(".") ? text : text + ".";
  }
}
