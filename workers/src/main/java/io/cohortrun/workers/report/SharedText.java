package io.cohortrun.workers.report;

import java.util.regex.Pattern;

/**
 * Sentences as they may be shared: without the folders of the machine that ran. A report is sent to
 * colleagues, and a path says who worked where.
 */
final class SharedText {

  /** An absolute path of at least two folders, with or without file:, up to its last slash. */
  private static final Pattern FOLDERS =
      Pattern.compile("(?<![\\w.:/…])(?:file:/*)?/(?:[^\\s/:;,\"'()<>]+/)+");

  private SharedText() {}

  /** The last part of a URI or path. */
  static String name(String uri) {
    String trimmed = uri.replaceAll("/+$", "");
    return trimmed.substring(trimmed.lastIndexOf('/') + 1);
  }

  /**
   * The sentence, naming files by their names.
   *
   * @param folders paths or URIs of folders that may stand in the sentence, spaces and all
   */
  static String withoutFolders(String sentence, String... folders) {
    String text = sentence;
    for (String folder : folders) {
      if (folder.length() > 1) {
        text = text.replace(folder.endsWith("/") ? folder : folder + "/", "");
      }
    }
    return FOLDERS.matcher(text).replaceAll("…/");
  }
}
